import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '~/api/problem'
import { useAsk } from '~/api/useAsk'
import { localeOf } from '~/app/i18n'
import { Button } from '~/design/Button/Button'
import { Card, Chip } from '~/design/Card/Card'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { Notice } from '~/design/Notice/Notice'
import { Answered } from '~/features/desk/frame/Answered'
import { Subject } from '~/features/desk/frame/Subject'
import { barriers, closeBarrier, type Barrier, type Closing } from './ask'
import './desk.css'

const CLOSINGS = ['mended', 'not_there', 'moved'] as const
const HELD_DAYS = 14

/** What residents met on their ways: an officer closes it, or says that it is right and for how long. */
export default function BarriersPage() {
  const { t } = useTranslation(['places_desk', 'places_way', 'desk'])
  const asked = useAsk('desk barriers', barriers)
  const [said, setSaid] = useState('')
  const [problem, setProblem] = useState('')
  const close = (one: Barrier, why: Closing) => {
    setProblem('')
    closeBarrier(one.id, why, HELD_DAYS).then(
      () => {
        setSaid(t(`barriers.done.${why}`, { days: HELD_DAYS }))
        asked.again()
      },
      (error: unknown) => setProblem(error instanceof Problem ? (error.detail ?? error.title) : String(error)),
    )
  }
  return (
    <div className="desk__page desk__page--wide">
      <Subject title={t('barriers.title')} lead={t('barriers.lead')}>
        {problem ? <Notice tone="warm">{problem}</Notice> : null}
        <p role="status">{said}</p>
        <Answered asked={asked}>
          {({ items }) =>
            items.length > 0 ? (
              <ul className="overlay-barriers">
                {items.map((one) => (
                  <One key={one.id} one={one} close={(why) => close(one, why)} />
                ))}
              </ul>
            ) : (
              <EmptyState title={t('barriers.none.title')}>{t('barriers.none.text')}</EmptyState>
            )
          }
        </Answered>
      </Subject>
    </div>
  )
}

function One({ one, close }: { one: Barrier; close: (why: Closing) => void }) {
  const { t, i18n } = useTranslation('places_desk')
  const { t: said } = useTranslation('places_way')
  const name = `${said(`barrier.${one.kind}`)}, ${one.street || said('unnamed.street')}`
  const day = (moment: string) => new Date(moment).toLocaleDateString(localeOf(i18n.language), { dateStyle: 'long' })
  return (
    <Card as="li">
      <h2>{name}</h2>
      <Chip tone={one.state === 'believed' ? 'warm' : undefined}>{t(`barriers.state.${one.state}`)}</Chip>
      <p>
        {t('barriers.since', { day: day(one.reported_at) })} {t('barriers.words', { there: one.there, gone: one.gone })}{' '}
        {t('barriers.until', { day: day(one.over_at) })}
      </p>
      <div className="overlay-buttons">
        <Button kind="secondary" onClick={() => close('held')} aria-label={t('barriers.of', { what: t('barriers.held', { days: HELD_DAYS }), name })}>
          {t('barriers.held', { days: HELD_DAYS })}
        </Button>
        {CLOSINGS.map((why) => (
          <Button key={why} kind="quiet" onClick={() => close(why)} aria-label={t('barriers.of', { what: t(`barriers.close.${why}`), name })}>
            {t(`barriers.close.${why}`)}
          </Button>
        ))}
      </div>
    </Card>
  )
}
