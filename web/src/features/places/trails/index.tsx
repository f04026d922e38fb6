import { CloudOff, Map as Trails } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'wouter'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { ListRow } from '~/design/ListRow/ListRow'
import { Notice } from '~/design/Notice/Notice'
import { Page } from '~/design/Page/Page'
import { ButtonLink } from '~/design/Button/Button'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { useCounted } from '../counted/useCounted'
import { anyNeed } from '../needs/needs'
import { NeedsPanel } from '../needs/NeedsPanel'
import { useMyNeeds } from '../needs/useMyNeeds'
import { byNeeds, doable } from './fits'
import { ForMe } from './ForMe'
import { KeepTrail } from './KeepTrail'
import { inWords, useTrails } from './useTrails'
import { Walking } from './Walking'
import './trails.css'

/** The trails of the city, or one of them as one walks it. */
export default function TrailsPage() {
  const { id } = useParams<{ id?: string }>()
  const { t, i18n } = useTranslation('places_trails')
  const { asked, trails, fromPack } = useTrails()
  const trail = id ? trails?.find((one) => one.id === id) : undefined
  const language = i18n.language
  const needs = useMyNeeds()
  const asks = anyNeed(needs)
  useCounted('trail', trail && !fromPack && !asked.keptAt ? trail.id : null)

  if (trail)
    return (
      <Page title={inWords(trail.title, language)} lead={inWords(trail.about, language)} above={<BackToAll />}>
        <div className="trail">
          {asks ? <ForMe doable={doable(trail, needs)} stops={trail.stops.length} /> : null}
          <Walking key={trail.id} trail={trail} />
          <KeepTrail trail={trail} />
        </div>
      </Page>
    )
  return (
    <Page title={t('title')} lead={id ? undefined : t('lead')}>
      {fromPack ? (
        <Notice role="status" icon={<CloudOff aria-hidden="true" size={20} />}>
          {t('fromPack')}
        </Notice>
      ) : null}
      {!trails && asked.problem ? <Trouble problem={asked.problem} again={asked.again} /> : null}
      {!trails && !asked.problem ? <Skeleton shape="row" rows={4} label={t('loading')} /> : null}
      {trails && (id || trails.length === 0) ? (
        <EmptyState
          icon={<Trails aria-hidden="true" />}
          title={t('none')}
          action={<ButtonLink href={id ? '/trails' : '/around'}>{t(id ? 'all' : 'around')}</ButtonLink>}
        >
          <p>{t('noneNext')}</p>
        </EmptyState>
      ) : null}
      {trails && !id ? <NeedsPanel /> : null}
      {trails && !id ? (
        <ul className="rows">
          {byNeeds(trails, needs).map(({ trail: one, doable: judged }) => (
            <ListRow key={one.id} title={inWords(one.title, language)} href={`/trails/${one.id}`}>
              <p>{inWords(one.about, language)}</p>
              <p className="trail__small">
                {t('facts', { stops: one.stops.length, minutes: one.minutes })}
                {one.audience.length > 0
                  ? ` · ${t('for', { who: one.audience.map((who) => t(`audience.${who}`)).join(', ') })}`
                  : ''}
              </p>
              {asks ? <ForMe doable={judged} stops={one.stops.length} /> : null}
            </ListRow>
          ))}
        </ul>
      ) : null}
    </Page>
  )
}

function BackToAll() {
  const { t } = useTranslation('places_trails')
  return (
    <ButtonLink kind="quiet" href="/trails">
      {t('all')}
    </ButtonLink>
  )
}
