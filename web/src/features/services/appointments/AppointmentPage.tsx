import { CalendarPlus, Footprints } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { Problem } from '~/api/problem'
import { useAsk } from '~/api/useAsk'
import { Button, ButtonLink } from '~/design/Button/Button'
import { Card } from '~/design/Card/Card'
import { KeptAt } from '~/design/KeptAt/KeptAt'
import { Notice } from '~/design/Notice/Notice'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { appointment, cancelTime, confirmTime, type Appointment } from './ask'
import { wayHref } from '~/features/places/placeHref'
import './appointments.css'

/** An appointment: to be confirmed while it is held, and to be moved or given back from then on. */
export function AppointmentPage({ id }: { id: string }) {
  const { t } = useTranslation('services_appointments')
  const [, go] = useLocation()
  const asked = useAsk(`appointment ${id}`, () => appointment(id))
  const [after, setAfter] = useState<Appointment | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  const one = after ?? asked.data
  if (!one)
    return (
      <Page title={t('yours')}>
        {asked.problem ? <Trouble problem={asked.problem} again={asked.again} /> : <Skeleton label={t('loading')} />}
      </Page>
    )

  const attempt = async (what: () => Promise<void>) => {
    setBusy(true)
    setProblem(null)
    try {
      await what()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    }
    setBusy(false)
  }
  const confirm = () => attempt(async () => setAfter((await confirmTime(id)).data))
  const cancel = () =>
    attempt(async () => {
      await cancelTime(id)
      go('/services')
    })
  return (
    <Page title={one.title} above={one.state === 'held' ? t('held') : t('yours')}>
      <div className="times-page">
        <KeptAt at={asked.keptAt} />
        {problem ? <Trouble problem={problem} /> : null}
        <div role="status">
          {one.state === 'taken' ? <Notice tone="true">{t(one.reminded ? 'taken' : 'takenSoon')}</Notice> : null}
          {one.state === 'cancelled' ? <Notice tone="warm">{t('cancelled')}</Notice> : null}
        </div>
        <Card tone="lake">
          <p className="times__when">{t('at', { day: one.day_text, time: one.time_text })}</p>
          <p>
            {one.office}, {one.where}
          </p>
          <p>{one.bring}</p>
          {one.place ? (
            <ButtonLink kind="quiet" href={wayHref(one.place)} icon={<Footprints aria-hidden="true" size={18} />}>
              {t('way')}
            </ButtonLink>
          ) : null}
        </Card>
        {one.state === 'held' ? (
          <>
            <p>{t('heldText')}</p>
            <div className="times__go">
              <Button disabled={busy} onClick={() => void confirm()}>
                {t('confirm')}
              </Button>
              <ButtonLink kind="quiet" href={`/services/times/${one.service}?of=${one.subject}`}>
                {t('other')}
              </ButtonLink>
            </div>
          </>
        ) : null}
        {one.can_change ? (
          <div className="times__go">
            <ButtonLink
              href={`/api/v1/me/appointments/${one.id}/calendar`}
              kind="secondary"
              icon={<CalendarPlus aria-hidden="true" size={18} />}
            >
              {t('calendar')}
            </ButtonLink>
            <ButtonLink kind="secondary" href={`/services/times/${one.service}?move=${one.id}`}>
              {t('move')}
            </ButtonLink>
            <Button kind="danger" disabled={busy} onClick={() => void cancel()}>
              {t('cancel')}
            </Button>
          </div>
        ) : null}
      </div>
    </Page>
  )
}
