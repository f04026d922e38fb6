import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp } from 'lucide-react'
import { lazy, Suspense, useMemo, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Segmented } from '~/design/Segmented/Segmented'
import { Field } from '~/design/Field/Field'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import type { PlaceCard } from '~/api/types'
import { nudged } from '~/geo/gpx'

const MapFace = lazy(() => import('~/features/places/map/MapFace'))

interface Props {
  id: string
  name: string
  category: string
  lat: number
  lon: number
  onMove: (lat: number, lon: number) => void
}

const WAYS = [
  ['north', ArrowUp, 1, 0],
  ['west', ArrowLeft, 0, -1],
  ['east', ArrowRight, 0, 1],
  ['south', ArrowDown, -1, 0],
] as const

/** Where it stands: pressed on the map, by numbers, or nudged by a metre or ten; the arrow keys do it too. */
export function Position({ id, name, category, lat, lon, onMove }: Props) {
  const { t } = useTranslation('places_desk')
  const [step, setStep] = useState<'1' | '10'>('1')
  const spot = useMemo(() => {
    const place = { id: id || 'new', name, category, lat, lon } as PlaceCard
    return { place, kind: undefined, distance_m: 0, bearing_deg: 0 }
  }, [id, name, category, lat, lon])
  const spots = useMemo(() => [spot], [spot])
  const move = (north: number, east: number) => {
    const next = nudged({ lat, lon }, north * Number(step), east * Number(step))
    onMove(next.lat, next.lon)
  }
  const keys: Record<string, [number, number]> = {
    ArrowUp: [1, 0],
    ArrowDown: [-1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
  }
  const arrows = (event: KeyboardEvent) => {
    const way = keys[event.key]
    if (!way) return
    event.preventDefault()
    move(...way)
  }
  const number = (label: string, value: number, most: number, set: (value: number) => void) => (
    <Field label={label}>
      {(names) => (
        <input
          {...names}
          className="ams-text-input"
          type="number"
          step="0.0000001"
          min={-most}
          max={most}
          value={value}
          onChange={(event) => set(Number(event.target.value))}
        />
      )}
    </Field>
  )
  return (
    <fieldset>
      <legend>{t('position.title')}</legend>
      <p className="overlay-hint">{t('position.press')}</p>
      <div className="overlay-map">
        <Suspense fallback={<Skeleton rows={1} label={t('position.title')} />}>
          <MapFace
            moving={false}
            items={spots}
            selected={spot.place.id}
            single={spot}
            here={null}
            sources={[]}
            onPoint={(point) => onMove(Number(point.lat.toFixed(7)), Number(point.lon.toFixed(7)))}
          />
        </Suspense>
      </div>
      <div className="overlay-at">
        {number(t('position.lat'), lat, 90, (next) => onMove(next, lon))}
        {number(t('position.lon'), lon, 180, (next) => onMove(lat, next))}
      </div>
      <Segmented
        label={t('position.step')}
        value={step}
        onChange={setStep}
        options={[
          { value: '1', label: t('position.one') },
          { value: '10', label: t('position.ten') },
        ]}
      />
      <div className="overlay-nudge" role="group" aria-label={t('position.nudge')}>
        {WAYS.map(([way, Icon, north, east]) => (
          <button
            key={way}
            type="button"
            data-way={way}
            aria-label={t(`position.${way}`)}
            onKeyDown={arrows}
            onClick={() => move(north, east)}
          >
            <Icon aria-hidden="true" size={20} />
          </button>
        ))}
      </div>
    </fieldset>
  )
}
