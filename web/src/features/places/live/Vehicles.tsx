import { useTranslation } from 'react-i18next'
import { LiveAge } from './LiveText'
import { useLive } from './useLive'

/** Which vehicles are on the map, in words, and whose word that is and how old. */
export function Vehicles() {
  const { t } = useTranslation('places_live')
  const { vehicles, feeds } = useLive()
  if (vehicles.length === 0) return null
  const lines = [...new Set(vehicles.map((one) => one.line).filter(Boolean))].sort((a, b) => a.localeCompare(b))
  return (
    <div className="map__vehicles">
      <p>
        {t('vehicles', { count: vehicles.length })} {lines.length > 0 ? t('lines', { count: lines.length, lines: lines.join(', ') }) : ''}
      </p>
      {feeds
        .filter((feed) => vehicles.some((one) => one.feed === feed.id))
        .map((feed) => (
          <LiveAge key={feed.id} feed={feed} />
        ))}
    </div>
  )
}
