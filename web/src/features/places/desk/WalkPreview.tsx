import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, ask } from '~/api/client'
import { useAsk } from '~/api/useAsk'
import { Button } from '~/design/Button/Button'
import { Field } from '~/design/Field/Field'
import { Segmented } from '~/design/Segmented/Segmented'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { bearing_deg, distance_m, type Point } from '~/geo/geo'
import { nudged, onTheWay, spotsOf } from '~/geo/gpx'
import type { Heading } from '~/geo/heading'
import { PlaceList } from '~/features/places/list/PlaceList'
import { useKinds, type Near } from '~/features/places/usePlaces'

const CameraFace = lazy(() => import('~/features/places/camera/CameraFace'))
const ListenFace = lazy(() => import('~/features/places/listen/ListenFace'))
const MapFace = lazy(() => import('~/features/places/map/MapFace'))
const FACES = ['list', 'map', 'camera', 'listen'] as const
const METRES_A_STEP = 5
const STEP_MS = 1000

interface Props extends Point {
  id: string
  name: string
}

/** Walk past a place before anybody else does: a GPX file, or two hundred metres from the south, in all four faces. */
export function WalkPreview({ id, name, lat, lon }: Props) {
  const { t } = useTranslation('places_desk')
  const { t: said } = useTranslation('places')
  const [face, setFace] = useState<(typeof FACES)[number]>('camera')
  const [file, setFile] = useState<Point[]>([])
  const [metres, setMetres] = useState(0)
  const [walking, setWalking] = useState(false)
  const [selected, setSelected] = useState<string | null>(id)
  const spots = useMemo(
    () => (file.length > 1 ? file : [nudged({ lat, lon }, -150, 12), nudged({ lat, lon }, 50, 12)]),
    [file, lat, lon],
  )
  const way = onTheWay(spots, metres)
  const items = useItems(id, name, { lat, lon }, way?.here ?? { lat, lon })

  useEffect(() => {
    if (!walking || way?.done) return
    const timer = setInterval(() => setMetres((last) => last + METRES_A_STEP), STEP_MS)
    return () => clearInterval(timer)
  }, [walking, way?.done])

  if (!way) return null
  const heading: Heading = { state: 'known', heading_deg: way.heading_deg, accuracy_deg: 1, byHand: false, offset_deg: 0 }
  const stance = { here: way.here, accuracy_m: 5 }
  const faced = { items, stance, heading, selected, onSelect: setSelected }
  return (
    <div className="walk" data-metres={metres}>
      <p>{t('walk.how')}</p>
      <Field label={t('walk.file')}>
        {(names) => (
          <input
            {...names}
            type="file"
            accept=".gpx,application/gpx+xml"
            onChange={(event) => {
              void event.target.files?.[0]?.text().then((text) => {
                setFile(spotsOf(text))
                setMetres(0)
              })
            }}
          />
        )}
      </Field>
      <div className="overlay-buttons">
        <Button kind="secondary" aria-pressed={walking} onClick={() => setWalking(!walking)}>
          {walking ? t('walk.stop') : t('walk.start')}
        </Button>
        <Button kind="quiet" onClick={() => setMetres((last) => last + METRES_A_STEP)}>
          {t('walk.step')}
        </Button>
        <Button kind="quiet" onClick={() => setMetres(0)}>
          {t('walk.again')}
        </Button>
      </div>
      <p role="status">{way.done ? t('walk.done') : t('walk.at', { metres })}</p>
      <Segmented
        label={said('around.show')}
        value={face}
        onChange={setFace}
        options={FACES.map((value) => ({ value, label: said(`around.${value}`) }))}
      />
      <Suspense fallback={<Skeleton rows={1} label={said('around.loading')} />}>
        {face === 'camera' ? <CameraFace {...faced} blind /> : null}
        {face === 'listen' ? <ListenFace {...faced} /> : null}
        {face === 'map' ? (
          <div className="walk__map">
            <MapFace items={items} selected={selected} onSelect={setSelected} here={way.here} sources={[]} />
          </div>
        ) : null}
        {face === 'list' ? (
          <PlaceList items={items.slice(0, 12)} selected={selected} hoursAsked={false} onSelect={setSelected} />
        ) : null}
      </Suspense>
    </div>
  )
}

/** The places around as residents see them, with the one being edited where the editor has put it. */
function useItems(id: string, name: string, at: Point, here: Point): Near[] {
  const kinds = useKinds()
  const near = `${at.lat.toFixed(3)},${at.lon.toFixed(3)}`
  const asked = useAsk(`walk ${near}`, () => ask(api.GET('/api/v1/places', { params: { query: { near, limit: 200 } } })))
  return useMemo(() => {
    const places = (asked.data?.items ?? []).map((place) =>
      place.id === id ? { ...place, name, lat: at.lat, lon: at.lon } : place,
    )
    return places
      .map((place) => ({
        place,
        kind: kinds.get(place.category),
        distance_m: distance_m(here, place),
        bearing_deg: bearing_deg(here, place),
      }))
      .sort((a, b) => a.distance_m - b.distance_m)
  }, [asked.data, id, name, at.lat, at.lon, here, kinds])
}
