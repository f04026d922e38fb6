import type { Shapes } from './basemap'
import type { LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl'

/** The colours of the map, read from the tokens. */
export interface Ink {
  land: string
  water: string
  green: string
  street: string
  streetEdge: string
  wall: string
  rail: string
  lake: string
  onLake: string
  warm: string
  card: string
  text: string
  text2: string
}

const NAMES: Record<keyof Ink, string> = {
  land: 'map-land',
  water: 'map-water',
  green: 'map-green',
  street: 'map-street',
  streetEdge: 'map-street-edge',
  wall: 'map-wall',
  rail: 'map-rail',
  lake: 'lake',
  onLake: 'on-lake',
  warm: 'terracotta',
  card: 'card',
  text: 'ink',
  text2: 'ink-2',
}

/** Read the map's colours as they are now, light or dark, and as the city set them. */
export function readInk(): Ink {
  const style = getComputedStyle(document.documentElement)
  const read = (name: string) => style.getPropertyValue(`--${name}`).trim()
  return Object.fromEntries(Object.entries(NAMES).map(([key, name]) => [key, read(name)])) as unknown as Ink
}

const WIDTH = (thin: number, wide: number) =>
  ['interpolate', ['exponential', 1.6], ['zoom'], 11, thin, 17, wide] as never
const label = (kind: string, field: unknown): never => ['concat', `label|${kind}|`, field] as never

/** Draw the city from its own shapes: lakes, green, streets, wall, railway. */
function fromShapes(ink: Ink, shapes: Shapes) {
  const source: SourceSpecification = { type: 'geojson', data: shapes }
  const kind = (name: string) => ['==', ['get', 'kind'], name] as never
  const area = (name: string) => ['all', kind(name), ['==', ['geometry-type'], 'Polygon']] as never
  const line = (name: string) => ['all', kind(name), ['==', ['geometry-type'], 'LineString']] as never
  const round = { 'line-cap': 'round', 'line-join': 'round' } as const
  const layers: LayerSpecification[] = [
    { id: 'green', type: 'fill', source: 'city', filter: area('green'), paint: { 'fill-color': ink.green } },
    { id: 'water', type: 'fill', source: 'city', filter: area('water'), paint: { 'fill-color': ink.water } },
    {
      id: 'rivers',
      type: 'line',
      source: 'city',
      filter: line('water'),
      layout: round,
      paint: { 'line-color': ink.water, 'line-width': WIDTH(2, 14) },
    },
    {
      id: 'boundary',
      type: 'line',
      source: 'city',
      filter: kind('boundary'),
      paint: { 'line-color': ink.rail, 'line-width': 1, 'line-dasharray': [4, 3] },
    },
    {
      id: 'rail',
      type: 'line',
      source: 'city',
      filter: kind('rail'),
      paint: { 'line-color': ink.rail, 'line-width': WIDTH(1, 4), 'line-dasharray': [3, 1.5] },
    },
    {
      id: 'street-edges',
      type: 'line',
      source: 'city',
      filter: kind('street'),
      layout: round,
      paint: { 'line-color': ink.streetEdge, 'line-width': WIDTH(2.5, 20) },
    },
    {
      id: 'streets',
      type: 'line',
      source: 'city',
      filter: kind('street'),
      layout: round,
      paint: { 'line-color': ink.street, 'line-width': WIDTH(1.5, 16) },
    },
    {
      id: 'wall',
      type: 'line',
      source: 'city',
      filter: kind('wall'),
      layout: round,
      paint: { 'line-color': ink.wall, 'line-width': WIDTH(1.5, 5), 'line-opacity': 0.7 },
    },
    {
      id: 'street-names',
      type: 'symbol',
      source: 'city',
      filter: kind('street'),
      minzoom: 14,
      layout: {
        'symbol-placement': 'line-center',
        'icon-rotation-alignment': 'map',
        'icon-keep-upright': true,
        'icon-image': label('street', ['get', 'name']),
        'icon-padding': 8,
      },
    },
    {
      id: 'water-names',
      type: 'symbol',
      source: 'city',
      filter: area('water'),
      minzoom: 11.5,
      layout: { 'icon-image': label('water', ['get', 'name']) },
    },
    {
      id: 'green-names',
      type: 'symbol',
      source: 'city',
      filter: area('green'),
      minzoom: 15,
      layout: { 'icon-image': label('green', ['get', 'name']) },
    },
  ]
  return { source, layers }
}

/** Draw the city from a basemap file in the schema of Protomaps 2. */
function fromTiles(ink: Ink, url: string) {
  const source: SourceSpecification = { type: 'vector', url }
  const among = (...kinds: string[]) => ['in', ['get', 'pmap:kind'], ['literal', kinds]] as never
  const on = (layer: string) => ({ source: 'city', 'source-layer': layer }) as const
  const round = { 'line-cap': 'round', 'line-join': 'round' } as const
  const big = among('highway', 'major_road', 'medium_road')
  const small = among('minor_road', 'path', 'other')
  const layers: LayerSpecification[] = [
    {
      id: 'green',
      type: 'fill',
      ...on('land'),
      filter: among('park', 'garden', 'cemetery', 'wood', 'forest', 'grass', 'nature_reserve', 'pitch'),
      paint: { 'fill-color': ink.green },
    },
    {
      id: 'natural',
      type: 'fill',
      ...on('natural'),
      filter: among('wood', 'forest', 'grassland', 'scrub'),
      paint: { 'fill-color': ink.green },
    },
    { id: 'water', type: 'fill', ...on('water'), paint: { 'fill-color': ink.water } },
    {
      id: 'buildings',
      type: 'fill',
      ...on('buildings'),
      minzoom: 13.5,
      paint: { 'fill-color': ink.streetEdge, 'fill-opacity': 0.6 },
    },
    {
      id: 'small-streets',
      type: 'line',
      ...on('roads'),
      filter: small,
      minzoom: 12.5,
      layout: round,
      paint: { 'line-color': ink.street, 'line-width': WIDTH(0.5, 8) },
    },
    {
      id: 'rail',
      type: 'line',
      ...on('roads'),
      filter: among('rail'),
      paint: { 'line-color': ink.rail, 'line-width': WIDTH(1, 3), 'line-dasharray': [3, 1.5] },
    },
    {
      id: 'street-edges',
      type: 'line',
      ...on('roads'),
      filter: big,
      layout: round,
      paint: { 'line-color': ink.streetEdge, 'line-width': WIDTH(1.5, 20) },
    },
    {
      id: 'streets',
      type: 'line',
      ...on('roads'),
      filter: big,
      layout: round,
      paint: { 'line-color': ink.street, 'line-width': WIDTH(1, 16) },
    },
    {
      id: 'street-names',
      type: 'symbol',
      ...on('roads'),
      filter: ['all', ['has', 'name'], ['any', big, small]] as never,
      minzoom: 15.5,
      layout: {
        'symbol-placement': 'line-center',
        'icon-rotation-alignment': 'map',
        'icon-keep-upright': true,
        'icon-image': label('street', ['get', 'name']),
        'icon-padding': 10,
      },
    },
  ]
  return { source, layers }
}

const EMPTY: SourceSpecification = { type: 'geojson', data: { type: 'FeatureCollection', features: [] } }

/** A way, over the streets and below the places: dark with a light edge, so that it stands out by more than its colour. */
function wayLayers(ink: Ink): LayerSpecification[] {
  const layout = { 'line-cap': 'round', 'line-join': 'round' } as const
  return [
    { id: 'way-edge', type: 'line', source: 'way', layout, paint: { 'line-color': ink.card, 'line-width': 9 } },
    { id: 'way', type: 'line', source: 'way', layout, paint: { 'line-color': ink.lake, 'line-width': 5 } },
  ]
}

/** The points on top: every place as a dot, with its icon where there is room, and the chosen one large. */
function points(ink: Ink): LayerSpecification[] {
  return [
    {
      id: 'dots',
      type: 'circle',
      source: 'places',
      paint: {
        // What Today offers stands out, and the list says so in words.
        'circle-color': ['case', ['get', 'offered'], ink.warm, ink.lake],
        'circle-radius': WIDTH(3, 6),
        'circle-stroke-color': ink.card,
        'circle-stroke-width': 1.5,
      },
    },
    // Names stand below icons: what is above is placed first, and a name must not push a place's icon away.
    {
      id: 'names',
      type: 'symbol',
      source: 'places',
      minzoom: 15.5,
      layout: {
        'icon-image': label('place', ['get', 'name']),
        'icon-anchor': 'top',
        'icon-offset': [0, 14],
        'symbol-sort-key': ['get', 'order'] as never,
      },
    },
    {
      id: 'icons',
      type: 'symbol',
      source: 'places',
      minzoom: 13,
      layout: {
        'icon-image': ['concat', 'kind|', ['get', 'category']] as never,
        'icon-padding': 1,
        'symbol-sort-key': ['get', 'order'] as never,
      },
    },
    // A ring is not a dot: what moves is told from what stands by more than its colour.
    {
      id: 'vehicles',
      type: 'circle',
      source: 'vehicles',
      paint: {
        'circle-color': ink.card,
        'circle-radius': 6,
        'circle-stroke-color': ink.warm,
        'circle-stroke-width': 4,
      },
    },
    {
      id: 'vehicle-lines',
      type: 'symbol',
      source: 'vehicles',
      minzoom: 12,
      filter: ['!=', ['get', 'name'], ''] as never,
      layout: {
        'icon-image': label('place', ['get', 'name']),
        'icon-anchor': 'bottom',
        'icon-offset': [0, -10],
        'icon-allow-overlap': true,
      },
    },
    {
      id: 'here-halo',
      type: 'circle',
      source: 'here',
      paint: { 'circle-color': ink.lake, 'circle-opacity': 0.2, 'circle-radius': 18 },
    },
    {
      id: 'here',
      type: 'circle',
      source: 'here',
      paint: {
        'circle-color': ink.lake,
        'circle-radius': 7,
        'circle-stroke-color': ink.card,
        'circle-stroke-width': 3,
      },
    },
    {
      id: 'chosen',
      type: 'symbol',
      source: 'chosen',
      layout: { 'icon-image': ['concat', 'chosen|', ['get', 'category']] as never, 'icon-allow-overlap': true },
    },
    {
      id: 'chosen-name',
      type: 'symbol',
      source: 'chosen',
      layout: {
        'icon-image': label('chosen', ['get', 'name']),
        'icon-anchor': 'top',
        'icon-offset': [0, 20],
        'icon-allow-overlap': true,
      },
    },
  ]
}

/** What a map is drawn on: the address of tiles, or shapes. */
export interface MapGround {
  tiles: string | null
  shapes: Shapes | null
}

/** The whole map: the city below, the points above. */
export function mapStyle(ink: Ink, ground: MapGround): StyleSpecification {
  const city = ground.tiles ? fromTiles(ink, ground.tiles) : ground.shapes ? fromShapes(ink, ground.shapes) : null
  return {
    version: 8,
    sources: { ...(city ? { city: city.source } : {}), way: EMPTY, places: EMPTY, vehicles: EMPTY, here: EMPTY, chosen: EMPTY },
    layers: [
      { id: 'land', type: 'background', paint: { 'background-color': ink.land } },
      ...(city?.layers ?? []),
      ...wayLayers(ink),
      ...points(ink),
    ],
  }
}
