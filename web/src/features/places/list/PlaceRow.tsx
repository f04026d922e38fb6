import { useTranslation } from 'react-i18next'
import { useNow } from '~/app/useNow'
import { Chip } from '~/design/Card/Card'
import { ListRow } from '~/design/ListRow/ListRow'
import { arrow, clockDirection } from '~/geo/geo'
import type { Needs } from '~/geo/now'
import { stateAt } from '../filters/filters'
import { KindIcon } from '../KindIcon'
import { LiveText } from '../live/LiveText'
import { placeHref } from '../placeHref'
import { anyNeed } from '../needs/needs'
import type { Near } from '../usePlaces'
import { accessShort, distanceText, fitText } from '../words'
import './PlaceRow.css'

/** Direction and distance as a small column, and in words for who listens. */
export function Way({ near }: { near: Pick<Near, 'distance_m' | 'bearing_deg'> }) {
  const { t, i18n } = useTranslation('places')
  const distance = distanceText(near.distance_m, i18n.language)
  const hour = clockDirection(near.bearing_deg)
  return (
    <div className="place-row__way">
      <span className="ams-visually-hidden">{t('way.aloud', { distance, hour })}</span>
      <span aria-hidden="true" className="place-row__arrow">
        {arrow(near.bearing_deg)}
      </span>
      <span aria-hidden="true">{distance}</span>
      <span aria-hidden="true">{t('way.clock', { hour })}</span>
    </div>
  )
}

/**
 * Whether it is open, in words and in the colour of true.
 *
 * @param unknown also say that nobody knows; in a list of squares and bus stops that would only be noise.
 */
export function OpenText({ place, unknown = false }: { place: Pick<Near['place'], 'open'>; unknown?: boolean }) {
  const { open } = place
  const state = stateAt(open, useNow())
  return state === open.state && (unknown || state !== 'unknown') ? (
    <span className={`open open--${state}`}>{open.text}</span>
  ) : null
}

/** Why Today offers something here, in the words that it says it with there. */
export function OfferedToday({ offer }: { offer: Near['offer'] }) {
  const { t } = useTranslation('places')
  return offer ? (
    <p className="place-row__offer">
      <Chip tone="lake">{t('offer.today')}</Chip>{' '}
      {offer.kind === 'event' ? `${[offer.title, offer.when_text].filter(Boolean).join(', ')}. ` : null}
      {offer.why}
    </p>
  ) : null
}

interface Props {
  near: Near
  /** What is needed of a way in. */
  needs: Needs
  current?: boolean
  /** Say it of places whose hours nobody knows: one asked for what is open. */
  hoursAsked?: boolean
  onOpen?: () => void
}

/** One place of the list. */
export function PlaceRow({ near, needs, current, hoursAsked, onOpen }: Props) {
  const { t } = useTranslation('places')
  const { place, kind } = near
  const asked = anyNeed(needs)
  const access = asked ? '' : accessShort(place, t)
  const verdict = asked ? fitText(place, needs, t) : ''
  return (
    <ListRow
      id={`place-${place.id}`}
      before={<Way near={near} />}
      title={place.name}
      href={placeHref(place.id)}
      current={current}
      onOpen={onOpen}
    >
      <p className="place-row__kind">
        <KindIcon category={place.category} size={16} />
        {kind?.name ?? place.category}
      </p>
      <p>
        <OpenText place={place} unknown={hoursAsked} />
        <LiveText spot={near.live} />
        {access ? <span className="place-row__access">{access}</span> : null}
        {verdict ? <span className="place-row__access">{verdict}</span> : null}
      </p>
      {near.liked ? <p className="place-row__liked">{t('filters.likedWhy', { why: near.liked })}</p> : null}
      <OfferedToday offer={near.offer} />
    </ListRow>
  )
}
