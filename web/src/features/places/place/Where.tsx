import { Footprints, Navigation } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Source } from '~/api/types'
import { useHere } from '~/app/session'
import { ButtonLink } from '~/design/Button/Button'
import { Card } from '~/design/Card/Card'
import { Way } from '../list/PlaceRow'
import { useFrom, type Near } from '../usePlaces'
import { wayHref } from '../placeHref'
import { distanceText } from '../words'
import { SmallMap } from './SmallMap'

/** Where something is: a small map, how far, and the way there by the device's own map. */
export function Where({ near, source }: { near: Near; source: Source }) {
  const { t, i18n } = useTranslation('places')
  const { city } = useHere()
  const { exact } = useFrom()
  const { lat, lon, name } = near.place
  const sources = source.attribution ? [{ text: source.attribution, url: source.url, licence: source.licence }] : []
  const distance = distanceText(near.distance_m, i18n.language)
  return (
    <Card as="section" className="place__where">
      <h2 className="ams-visually-hidden">{t('place.where')}</h2>
      <SmallMap near={near} sources={sources} />
      <div className="place__way">
        <Way near={near} />
        <p>
          {exact ? t('place.distanceHere', { distance }) : t('place.distanceCentre', { distance, city: city?.name })}
        </p>
      </div>
      <ButtonLink href={wayHref(near.place.id)} icon={<Footprints aria-hidden="true" size={18} />}>
        {t('place.wayThere')}
      </ButtonLink>
      <ButtonLink
        kind="secondary"
        href={`geo:${lat},${lon}?q=${lat},${lon}(${encodeURIComponent(name)})`}
        icon={<Navigation aria-hidden="true" size={18} />}
      >
        {t('place.way')}
      </ButtonLink>
      <p className="place__small">{t('place.wayHow')}</p>
    </Card>
  )
}
