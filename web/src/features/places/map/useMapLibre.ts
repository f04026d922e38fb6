import { Map as MapLibre, setWorkerUrl, type GeoJSONSource, type LngLatBoundsLike } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import 'maplibre-gl/dist/maplibre-gl.css'
import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { useMedia } from '~/app/useMedia'
import { useHere } from '~/app/session'
import { useDark } from '~/design/look'
import type { City } from '~/api/types'
import type { Point } from '~/geo/geo'
import type { LiveVehicle } from '../live/useLive'
import type { Near } from '../usePlaces'
import { openBasemap, openShapes } from './basemap'
import { supplyPictures } from './pictures'
import { mapStyle, readInk, type MapGround } from './style'

setWorkerUrl(workerUrl)

/** The script that reads tiles and shapes beside the page. */
export const WORKER = workerUrl

/** Layers that answer to a press, the topmost first. */
const PRESSABLE = ['chosen', 'icons', 'names', 'dots']

interface Drawn {
  items: Near[]
  selected: string | null
  here: Point | null
  onSelect: (id: string | null) => void
  /** Where somebody pressed, instead of what. */
  onPoint?: (point: Point) => void
  /** Keep this point in the middle at first, instead of showing all. */
  middle?: Point
  /** A way to draw, all of which one sees at first. */
  line?: Point[]
  /** Buses and trains on their way; they cannot be pressed, and stand in words below the map. */
  vehicles: LiveVehicle[]
  label: string
}

function feature(near: Near, order: number) {
  const { id, name, category, lat, lon } = near.place
  return {
    type: 'Feature' as const,
    properties: { id, name, category, order, offered: near.offer !== undefined },
    geometry: { type: 'Point' as const, coordinates: [lon, lat] },
  }
}

const collection = (features: object[]) => ({ type: 'FeatureCollection', features }) as never

/** The corners of what one wants to see at first: the nearest places around a person, more of the city for who looks from afar. */
export function cornersOf(items: Near[], here: Point | null): LngLatBoundsLike | null {
  const near = items.slice(0, here ? 60 : 160).map(({ place }) => place as Point)
  if (here) near.push(here)
  if (near.length === 0) return null
  const lats = near.map((one) => one.lat)
  const lons = near.map((one) => one.lon)
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]
}

/** The corners of a way. */
export function cornersOfLine(line: Point[] | undefined): LngLatBoundsLike | null {
  if (!line || line.length === 0) return null
  const lats = line.map((one) => one.lat)
  const lons = line.map((one) => one.lon)
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]
}

/** What the points stand on: the city's tiles, else its own shapes, else nothing. */
async function groundOf(city: Pick<City, 'basemap_url' | 'shapes_url'>): Promise<MapGround> {
  const tiles = city.basemap_url ? await openBasemap(city.basemap_url).catch(() => null) : null
  const shapes = !tiles && city.shapes_url ? await openShapes(city.shapes_url).catch(() => null) : null
  return { tiles, shapes }
}

/** Draw a map into an element and keep it true to what is given. */
export function useMapLibre(element: RefObject<HTMLDivElement | null>, drawn: Drawn) {
  const { city } = useHere()
  const dark = useDark()
  const calm = useMedia('(prefers-reduced-motion: reduce)')
  const [map, setMap] = useState<MapLibre | null>(null)
  const [failed, setFailed] = useState(false)
  const [ready, setReady] = useState(0)
  const latest = useRef(drawn)
  useLayoutEffect(() => {
    latest.current = drawn
  })

  // The map itself: once per element and city.
  useEffect(() => {
    if (!element.current || !city) return
    let gone = false
    let made: MapLibre | null = null
    const { middle, items, here, line } = latest.current
    const [south, west, north, east] = city.bounds as [number, number, number, number]
    void groundOf(city).then((ground) => {
      if (gone || !element.current) return
      try {
        made = new MapLibre({
          container: element.current,
          style: mapStyle(readInk(), ground),
          attributionControl: false,
          dragRotate: false,
          pitchWithRotate: false,
          touchPitch: false,
          maxZoom: 18,
          minZoom: 9,
          fadeDuration: 0,
          locale: { 'Map.Title': latest.current.label },
          ...(middle
            ? { center: [middle.lon, middle.lat], zoom: 15.5 }
            : {
                bounds: cornersOfLine(line) ?? cornersOf(items, here) ?? [west, south, east, north],
                fitBoundsOptions: { padding: 48, maxZoom: 16 },
              }),
        })
      } catch {
        setFailed(true) // No WebGL on this device.
        return
      }
      supplyPictures(made, readInk)
      made.touchZoomRotate.disableRotation()
      made.on('style.load', () => setReady((times) => times + 1))
      made.on('click', (event) => {
        const { onPoint, onSelect } = latest.current
        if (onPoint) return onPoint({ lat: event.lngLat.lat, lon: event.lngLat.lng })
        const near = 8
        const { x, y } = event.point
        const hits = made!.queryRenderedFeatures(
          [
            [x - near, y - near],
            [x + near, y + near],
          ],
          { layers: PRESSABLE },
        )
        onSelect((hits[0]?.properties.id as string | undefined) ?? null)
      })
      made.on('mousemove', (event) => {
        if (latest.current.onPoint) return void (made!.getCanvas().style.cursor = 'crosshair')
        const over = made!.queryRenderedFeatures(event.point, { layers: PRESSABLE }).length > 0
        made!.getCanvas().style.cursor = over ? 'pointer' : ''
      })
      Object.assign(made, { ground })
      setMap(made)
    })
    return () => {
      gone = true
      made?.remove()
      setMap(null)
      setReady(0)
    }
  }, [element, city])

  // Its colours, when day turns to night.
  const first = useRef(dark)
  useEffect(() => {
    if (!map || first.current === dark) return
    first.current = dark
    map.setStyle(mapStyle(readInk(), (map as unknown as { ground: never }).ground), { diff: false })
  }, [map, dark])

  // Its points.
  const { items, selected, here, line, vehicles } = drawn
  useEffect(() => {
    if (!map || ready === 0) return
    const put = (source: string, features: object[]) =>
      map.getSource<GeoJSONSource>(source)?.setData(collection(features))
    const chosen = items.find((near) => near.place.id === selected)
    put('places', items.map(feature))
    const drawnLine = line?.map(({ lat, lon }) => [lon, lat])
    put(
      'way',
      drawnLine ? [{ type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: drawnLine } }] : [],
    )
    put(
      'vehicles',
      vehicles.map(({ line: name, lat, lon }) => ({
        type: 'Feature',
        properties: { name },
        geometry: { type: 'Point', coordinates: [lon, lat] },
      })),
    )
    put('chosen', chosen ? [feature(chosen, 0)] : [])
    put(
      'here',
      here ? [{ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [here.lon, here.lat] } }] : [],
    )
  }, [map, ready, items, selected, here, line, vehicles])

  // Another way comes into sight as a whole.
  useEffect(() => {
    const corners = cornersOfLine(line)
    if (map && corners && ready > 0) map.fitBounds(corners, { padding: 48, maxZoom: 17, duration: calm ? 0 : 400 })
  }, [map, ready, line, calm])

  // The chosen one comes into sight.
  useEffect(() => {
    const chosen = latest.current.items.find((near) => near.place.id === selected)
    if (!map || !chosen || ready === 0) return
    const { lon, lat } = chosen.place
    if (!map.getBounds().contains([lon, lat])) map.easeTo({ center: [lon, lat], duration: calm ? 0 : 400 })
  }, [map, ready, selected, calm])

  return { map, failed, calm }
}
