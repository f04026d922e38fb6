import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, Maximize, Minus, Plus, X } from 'lucide-react'
import type { Map as MapLibre } from 'maplibre-gl'
import { useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '~/app/session'
import { ButtonLink } from '~/design/Button/Button'
import type { Attribution } from '~/api/types'
import type { Point } from '~/geo/geo'
import { LiveText } from '../live/LiveText'
import { useLive, type LiveVehicle } from '../live/useLive'
import { Vehicles } from '../live/Vehicles'
import { OfferedToday, OpenText, Way } from '../list/PlaceRow'
import { placeHref } from '../placeHref'
import type { Near } from '../usePlaces'
import { accessShort } from '../words'
import { MapFailed } from './MapFailed'
import { cornersOf, cornersOfLine, useMapLibre } from './useMapLibre'
import './MapFace.css'

export { WORKER } from './useMapLibre'

interface Props {
  items: Near[]
  selected: string | null
  onSelect?: (id: string | null) => void
  /** Where somebody pressed, whatever is there: to set a place on the map. */
  onPoint?: (point: Point) => void
  here: Point | null
  /** Who is to be named for the places, besides those the city names for itself. */
  sources: Attribution[]
  /** A small map of one place, with that place in the middle. */
  single?: Near
  /** A small map of the way to a place. */
  line?: Point[]
  /** Whether what drives through the city is on it; who sets places wants them alone. */
  moving?: boolean
}

const NOBODY = () => undefined
const NONE: LiveVehicle[] = []

/** The places on a map. Whatever it can do, the list can do too; its points are not in the tab order. */
export default function MapFace({ items, selected, onSelect = NOBODY, onPoint, here, sources, single, line, moving = true }: Props) {
  const { t } = useTranslation('places')
  const { city } = useHere()
  const element = useRef<HTMLDivElement>(null)
  const small = Boolean(single || line)
  const alive = moving && !small
  const live = useLive(alive)
  const vehicles = alive ? live.vehicles : NONE
  const label = single ? t('map.labelPlace', { place: single.place.name }) : t('map.label', { city: city?.name })
  const { map, failed, calm } = useMapLibre(element, { items, selected, here, onSelect, onPoint, middle: single?.place, line, vehicles, label })
  const chosen = small ? undefined : items.find((near) => near.place.id === selected)
  const named = [
    ...new Map([...(city?.attributions ?? []), ...sources].map((source) => [source.text, source])).values(),
  ]
  if (failed) return <MapFailed />

  return (
    <div className="map" data-single={small || undefined}>
      <div className="map__view">
        <div ref={element} className="map__canvas" />
        {chosen ? <Chosen near={chosen} onClose={() => onSelect(null)} /> : null}
      </div>
      <p className="map__sources">
        {named.map((source, at) => (
          <span key={source.text}>
            {at > 0 ? ' · ' : ''}
            {source.url ? <a href={source.url}>{source.text}</a> : source.text}
          </span>
        ))}
      </p>
      {alive ? <Vehicles /> : null}
      <Controls map={map} calm={calm} onHome={() => goHome(map, items, here, single, calm, line)} />
    </div>
  )
}

function goHome(map: MapLibre | null, items: Near[], here: Point | null, single: Near | undefined, calm: boolean, line?: Point[]) {
  const corners = cornersOfLine(line) ?? cornersOf(items, here)
  if (single) map?.easeTo({ center: [single.place.lon, single.place.lat], zoom: 15.5, duration: calm ? 0 : 400 })
  else if (corners) map?.fitBounds(corners, { padding: 48, maxZoom: 16, duration: calm ? 0 : 400 })
}

/** Every way of moving the map that needs no dragging. */
function Controls({ map, calm, onHome }: { map: MapLibre | null; calm: boolean; onHome: () => void }) {
  const { t } = useTranslation('places')
  const motion = { duration: calm ? 0 : 250 }
  const pan = (x: number, y: number) => map?.panBy([x * 140, y * 140], motion)
  return (
    <div className="map__controls" role="group" aria-label={t('map.move')}>
      <Control label={t('map.in')} onPress={() => map?.zoomIn(motion)}>
        <Plus />
      </Control>
      <Control label={t('map.out')} onPress={() => map?.zoomOut(motion)}>
        <Minus />
      </Control>
      <Control label={t('map.home')} onPress={onHome}>
        <Maximize />
      </Control>
      <Control label={t('map.west')} onPress={() => pan(-1, 0)}>
        <ArrowLeft />
      </Control>
      <Control label={t('map.north')} onPress={() => pan(0, -1)}>
        <ArrowUp />
      </Control>
      <Control label={t('map.south')} onPress={() => pan(0, 1)}>
        <ArrowDown />
      </Control>
      <Control label={t('map.east')} onPress={() => pan(1, 0)}>
        <ArrowRight />
      </Control>
    </div>
  )
}

function Control({ label, onPress, children }: { label: string; onPress: () => void; children: ReactNode }) {
  return (
    <button type="button" className="map__control" aria-label={label} title={label} onClick={onPress}>
      {children}
    </button>
  )
}

/** What was pressed on the map, in words, with the way to its page. */
function Chosen({ near, onClose }: { near: Near; onClose: () => void }) {
  const { t } = useTranslation('places')
  const access = accessShort(near.place, t)
  return (
    <section className="map__chosen" aria-label={near.place.name} aria-live="polite">
      <Way near={near} />
      <div className="map__chosen-text">
        <h2>{near.place.name}</h2>
        <p>{near.kind?.name ?? near.place.category}</p>
        <p>
          <OpenText place={near.place} />
          <LiveText spot={near.live} />
          {access ? <span className="place-row__access">{access}</span> : null}
        </p>
        {near.liked ? <p>{t('filters.likedWhy', { why: near.liked })}</p> : null}
        <OfferedToday offer={near.offer} />
        <ButtonLink href={placeHref(near.place.id)}>{t('map.open')}</ButtonLink>
      </div>
      <Control label={t('map.close')} onPress={onClose}>
        <X />
      </Control>
    </section>
  )
}
