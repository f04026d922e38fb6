/** Distances and directions on the globe, the same as on the server: tests/vectors/geo.json holds both to it. */

/** The mean radius of the Earth. Source: IUGG, GRS 80 (Moritz 2000). */
export const EARTH_RADIUS_M = 6_371_008.8

/** Side of the squares that a position is rounded to before it leaves the phone: about 400 by 550 metres in Italy. */
const COARSE_DEG = 0.005

const ARROWS = ['↑', '↗', '→', '↘', '↓', '↙', '←', '↖'] as const
export type Arrow = (typeof ARROWS)[number]

/** Latitude and longitude, WGS84 degrees. */
export interface Point {
  lat: number
  lon: number
}

const radians = (degrees: number) => (degrees * Math.PI) / 180
const turned = (degrees: number) => ((degrees % 360) + 360) % 360

/** Measure the way over the ground between two points, in metres. Source: the haversine formula (Sinnott 1984). */
export function distance_m(a: Point, b: Point): number {
  const up = Math.sin(radians(b.lat - a.lat) / 2)
  const across = Math.sin(radians(b.lon - a.lon) / 2)
  const halfChord = up * up + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * across * across
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(halfChord)))
}

/** Say in which direction one sets out for a point: degrees clockwise from north, at least 0 and below 360. */
export function bearing_deg(here: Point, there: Point): number {
  const turn = radians(there.lon - here.lon)
  const [from, to] = [radians(here.lat), radians(there.lat)]
  const east = Math.sin(turn) * Math.cos(to)
  const north = Math.cos(from) * Math.sin(to) - Math.sin(from) * Math.cos(to) * Math.cos(turn)
  if (Math.hypot(east, north) < 1e-15) return 0 // The same point, or one of the poles seen from the other.
  return turned((Math.atan2(east, north) * 180) / Math.PI)
}

/** Say a direction as the hour on a clock face whose 12 is straight ahead. */
export function clockDirection(bearing: number, heading = 0): number {
  return Math.floor((turned(bearing - heading) + 15) / 30) % 12 || 12
}

/** Draw a direction as one of eight arrows, up being straight ahead. */
export function arrow(bearing: number, heading = 0): Arrow {
  return ARROWS[Math.floor((turned(bearing - heading) + 22.5) / 45) % 8]!
}

/** Round a position so coarsely that it tells the neighbourhood and not the door: what the server may know. */
export function coarse(point: Point): string {
  const round = (degrees: number) => (Math.round(degrees / COARSE_DEG) * COARSE_DEG).toFixed(3)
  return `${round(point.lat)},${round(point.lon)}`
}
