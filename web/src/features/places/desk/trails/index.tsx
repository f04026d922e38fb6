import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { useAsk } from '~/api/useAsk'
import { ButtonLink } from '~/design/Button/Button'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { Answered } from '~/features/desk/frame/Answered'
import { Panes } from '~/features/desk/frame/Panes'
import { trails } from './ask'
import { NewTrail, TrailSubject } from './TrailSubject'
import '../desk.css'

/** Trails and hunts: written here, or in the city's folder and changed here. */
export default function TrailsDesk() {
  const { t } = useTranslation(['places_desk', 'places'])
  const [location] = useLocation()
  const current = location.split('/')[3] ?? null
  const asked = useAsk('desk trails', trails)
  const [said, setSaid] = useState('')
  return (
    <Panes
      problem={asked.problem}
      title={t('trail.title')}
      above={
        <ButtonLink kind="secondary" href="/desk/trails/new">
          {t('trail.new')}
        </ButtonLink>
      }
      lines={(asked.data?.items ?? []).map((one) => ({
        id: one.id,
        href: `/desk/trails/${one.id}`,
        title: one.title,
        text: `${t(one.state === 'hidden' ? 'trail.hidden' : `state.${one.state}`)} · ${t('trail.stops', { count: one.stops })}`,
      }))}
      none={
        <Answered asked={asked}>
          {() => <EmptyState title={t('trail.none.title')}>{t('trail.none.text')}</EmptyState>}
        </Answered>
      }
      current={current}
    >
      <p role="status">{said}</p>
      {current === 'new' ? <NewTrail changed={asked.again} say={setSaid} /> : null}
      {current && current !== 'new' ? <TrailSubject key={current} id={current} changed={asked.again} say={setSaid} /> : null}
    </Panes>
  )
}
