import { useTranslation } from 'react-i18next'
import type { LiveSource, LiveSpot } from './useLive'

/** What there is at a spot now, in few words; nothing where it is not known. */
export function LiveText({ spot }: { spot: LiveSpot | undefined }) {
  const { t } = useTranslation('places_live')
  if (!spot || (spot.open && spot.free === null)) return null
  const words = !spot.open
    ? t('shut')
    : spot.kind === 'parking'
      ? t('spaces', { count: spot.free ?? 0 })
      : [t('bikes', { count: spot.free ?? 0 }), spot.docks === null ? '' : t('docks', { count: spot.docks })]
          .filter(Boolean)
          .join(', ')
  return <span className="live">{words}</span>
}

/** Whose word it is, how old, and whether it is made up for the demo. */
export function LiveAge({ feed }: { feed: LiveSource | undefined }) {
  const { t } = useTranslation('places_live')
  if (!feed) return null
  const age = feed.age_s === null ? t('never') : t('age', { count: Math.max(1, Math.round(feed.age_s / 60)) })
  return (
    <p className="place__small">
      {t('source', { source: feed.source })} {age} {feed.old && feed.age_s !== null ? t('old') : ''}{' '}
      {feed.simulated ? t('simulated') : ''}
    </p>
  )
}
