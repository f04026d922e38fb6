import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { Problem } from '~/api/problem'
import { useAsk } from '~/api/useAsk'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { KeptAt } from '~/design/KeptAt/KeptAt'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { freeTimes, holdTime, moveTime } from './ask'
import './appointments.css'

/** Choose a time at the office that gives a service; with `?move=` the time to which an appointment moves. */
export function ChoosePage({ service }: { service: string }) {
  const { t } = useTranslation('services_appointments')
  const [, go] = useLocation()
  const query = new URLSearchParams(window.location.search)
  const moving = query.get('move')
  const subject = query.get('of') ?? undefined
  const asked = useAsk(`times ${service}`, () => freeTimes(service))
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  const [shown, setShown] = useState(5)
  const found = asked.data

  const choose = async (begins: string) => {
    setBusy(true)
    setProblem(null)
    try {
      const { data } = moving ? await moveTime(moving, begins) : await holdTime(service, begins, subject)
      go(`/services/appointments/${data.id}`)
    } catch (error) {
      setBusy(false)
      if (!(error instanceof Problem)) throw error
      setProblem(error)
      asked.again()
    }
  }
  return (
    <Page
      title={t('choose')}
      above={found?.title}
      lead={found ? t('where', { office: found.office, where: found.where, count: found.minutes }) : undefined}
    >
      <div className="times-page">
        <KeptAt at={asked.keptAt} />
        {asked.problem ? <Trouble problem={asked.problem} again={asked.again} /> : null}
        {problem ? <Trouble problem={problem} /> : null}
        {!found && !asked.problem ? <Skeleton label={t('loading')} /> : null}
        {found?.days.length === 0 ? <EmptyState title={t('none')}>{t('noneNext')}</EmptyState> : null}
        {found?.days.slice(0, shown).map((day) => (
          <section key={day.day} aria-labelledby={`day-${day.day}`}>
            <h2 id={`day-${day.day}`}>{day.text}</h2>
            <ul className="times">
              {day.times.map((time) => (
                <li key={time.begins}>
                  <button
                    type="button"
                    className="times__time"
                    disabled={busy}
                    aria-label={t('at', { day: day.text, time: time.text })}
                    onClick={() => void choose(time.begins)}
                  >
                    {time.text}
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
        {found && found.days.length > shown ? (
          <button type="button" className="times__more" onClick={() => setShown((now) => now + 5)}>
            {t('more')}
          </button>
        ) : null}
      </div>
    </Page>
  )
}
