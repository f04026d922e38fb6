import { Eye } from 'lucide-react'
import { useState } from 'react'
import { Trans, useTranslation } from 'react-i18next'
import type { Problem } from '~/api/problem'
import { useAsk } from '~/api/useAsk'
import { useHere } from '~/app/session'
import { Button } from '~/design/Button/Button'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { lookups } from './ask'
import { Back } from './Back'
import { byDay, dayText, timeText } from './days'
import { useWhose, Whose } from './Whose'
import type { Lookup, Lookups } from './types'

/** Who looked at what about one, and why: plain sentences, newest day first. */
export function LookupsPage() {
  const { t, i18n } = useTranslation('residents')
  const { city } = useHere()
  const { of } = useWhose()
  const first = useAsk(`lookups ${of}`, () => lookups(of))
  const [later, setLater] = useState<Lookups[]>([])
  const [problem, setProblem] = useState<Problem | null>(null)
  const [loaded, setLoaded] = useState('')
  const pages = first.data ? [first.data, ...later] : []
  const items = pages.flatMap((page) => page.items)
  const next = pages.at(-1)?.next_cursor ?? null

  const more = async () => {
    if (next === null) return
    setProblem(null)
    try {
      const { data: page } = await lookups(of, next)
      setLater((before) => [...before, page])
      setLoaded(t('lookups.loaded', { count: page.items.length }))
    } catch (error) {
      setProblem(error as Problem)
    }
  }

  return (
    <Page title={t('lookups.title')} lead={t('lookups.intro')} above={<Back />}>
      <div className="me">
        <Whose changed={() => setLater([])} />
        {first.loading ? <Skeleton shape="row" rows={5} label={t('loading')} /> : null}
        {first.problem ? <Trouble problem={first.problem} again={first.again} /> : null}
        {first.data && items.length === 0 ? (
          <EmptyState icon={<Eye aria-hidden="true" />} title={t('lookups.none.title')}>
            {t('lookups.none.text')}
          </EmptyState>
        ) : null}
        {byDay(items, city?.time_zone).map(({ day, items: some }) => (
          <section key={day} aria-labelledby={`day-${day}`} className="looks">
            <h2 id={`day-${day}`}>{dayText(day, i18n.language, new Date())}</h2>
            <ul>
              {some.map((look, at) => (
                <Look key={`${look.at}-${at}`} look={look} timeZone={city?.time_zone} />
              ))}
            </ul>
          </section>
        ))}
        {problem ? <Trouble problem={problem} again={() => void more()} /> : null}
        <p role="status" className="ams-visually-hidden">
          {loaded}
        </p>
        {next === null ? null : (
          <div>
            <Button kind="secondary" onClick={() => void more()}>
              {t('lookups.more')}
            </Button>
          </div>
        )}
      </div>
    </Page>
  )
}

function Look({ look, timeZone }: { look: Lookup; timeZone?: string }) {
  const { t, i18n } = useTranslation('residents')
  const holes = { who: look.who, role: look.role_text, facts: look.facts.join(' · ') }
  const components = { strong: <strong /> }
  return (
    <li className="look">
      <p>
        {look.role_text ? (
          <Trans t={t} i18nKey={'lookups.said'} values={holes} components={components} />
        ) : (
          <Trans t={t} i18nKey={'lookups.said_no_role'} values={holes} components={components} />
        )}
      </p>
      <p className="look__why">
        {look.reason ? `${t('lookups.why', { reason: look.reason })} · ` : ''}
        {look.day_only ? t('lookups.some_time') : t('lookups.at', { time: timeText(look.at, i18n.language, timeZone) })}
      </p>
    </li>
  )
}
