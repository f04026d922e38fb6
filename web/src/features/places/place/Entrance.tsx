import { useTranslation } from 'react-i18next'
import type { PlaceCard } from '~/api/types'
import { Card } from '~/design/Card/Card'
import { accessLines } from '../words'

/** How one gets in with a wheelchair or a stroller: the judgement, and the measurements behind it. */
export function Entrance({ place }: { place: Pick<PlaceCard, 'wheelchair' | 'access'> }) {
  const { t } = useTranslation('places')
  const lines = accessLines(place, t)
  const said = lines.length > 0 && place.wheelchair === 'unknown' ? null : t(`wheelchair.${place.wheelchair}`)
  return (
    <Card as="section" className="entrance">
      <h2>{t('place.access')}</h2>
      {said ? <p>{said}</p> : null}
      {lines.length > 0 ? (
        <ul className="entrance__facts">
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      ) : null}
    </Card>
  )
}
