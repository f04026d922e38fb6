import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ButtonLink } from '~/design/Button/Button'
import { arrow, clockDirection } from '~/geo/geo'
import type { Standing } from '~/geo/now'
import type { Spot } from '../faces/useStandings'
import { OfferedToday, OpenText } from '../list/PlaceRow'
import { placeHref } from '../placeHref'
import { accessShort, distanceText } from '../words'

interface Listed {
  onSelect: (id: string) => void
}

/** What was chosen, in words, with the way to its page. */
export function Chosen({ one, onClose }: { one: Standing<Spot>; onClose: () => void }) {
  const { t, i18n } = useTranslation('places')
  const { place, kind, offer } = one.place.near
  const access = accessShort(place, t)
  return (
    <section className="camera__card" aria-label={place.name} aria-live="polite">
      <div>
        <h2>{place.name}</h2>
        <p>
          {[kind?.name ?? place.category, distanceText(one.distance_m, i18n.language), access].filter(Boolean).join(' · ')}
        </p>
        <p>
          <OpenText place={place} />
        </p>
        {place.about ? <p>{place.about}</p> : null}
        <OfferedToday offer={offer} />
        <ButtonLink href={placeHref(place.id)}>{t('map.open')}</ButtonLink>
      </div>
      <button type="button" className="camera__close" aria-label={t('map.close')} onClick={onClose}>
        <X aria-hidden="true" />
      </button>
    </section>
  )
}

/** So close that a direction would say nothing: you are here. */
export function HereCard({ here, onSelect }: { here: Standing<Spot>[] } & Listed) {
  const { t } = useTranslation('places')
  return (
    <section className="camera__card camera__card--here" aria-label={t('camera.here')}>
      <div>
        <h2>{t('camera.here')}</h2>
        <ul className="camera__names">
          {here.slice(0, 4).map((one) => (
            <li key={one.place.id}>
              <button type="button" onClick={() => onSelect(one.place.id)}>
                {one.place.near.place.name}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}

/** All that has no label: beside, behind, or too many in one direction. */
export function OutOfView({ elsewhere, onSelect }: { elsewhere: Standing<Spot>[] } & Listed) {
  const { t, i18n } = useTranslation('places')
  if (elsewhere.length === 0) return null
  const behind = elsewhere.filter((one) => Math.abs(one.relative_deg) > 90).length
  return (
    <details className="camera__rest">
      <summary>
        {behind > 0 ? t('camera.moreBehind', { count: behind }) : t('camera.moreAside', { count: elsewhere.length })}
      </summary>
      <ul>
        {elsewhere.slice(0, 30).map((one) => (
          <li key={one.place.id}>
            <button type="button" onClick={() => onSelect(one.place.id)}>
              <span aria-hidden="true">{arrow(one.relative_deg)}</span>
              <span>{one.place.near.place.name}</span>
              <span>{distanceText(one.distance_m, i18n.language)}</span>
              <span className="ams-visually-hidden">{t('camera.clock', { hour: clockDirection(one.relative_deg) })}</span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  )
}
