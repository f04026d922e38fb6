/** Walks from GPX files: the spots of a track, and where one is after a while. */

import { bearing_deg, distance_m, type Point } from './geo'

export const SPOTS_MAX = 20_000

/** Read the track points of a GPX file, or its route points where it has no track; none when it holds neither. */
export function spotsOf(gpx: string): Point[] {
  const page = new DOMParser().parseFromString(gpx, 'application/xml')
  if (page.querySelector('parsererror')) return []
  const found = [...page.getElementsByTagName('trkpt')]
  const spots = (found.length > 0 ? found : [...page.getElementsByTagName('rtept')]).slice(0, SPOTS_MAX)
  return spots.flatMap((spot) => {
    const [lat, lon] = [Number(spot.getAttribute('lat')), Number(spot.getAttribute('lon'))]
    const fits = spot.hasAttribute('lat') && spot.hasAttribute('lon') && Math.abs(lat) <= 90 && Math.abs(lon) <= 180
    return fits ? [{ lat, lon }] : []
  })
}

/** Say where one is on a walk after so many metres, and where one looks: along the way. */
export function onTheWay(spots: Point[], metres: number): { here: Point; heading_deg: number; done: boolean } | null {
  const first = spots[0]
  if (!first) return null
  let left = metres
  let heading = 0
  for (let at = 1; at < spots.length; at += 1) {
    const [from, to] = [spots[at - 1]!, spots[at]!]
    const length = distance_m(from, to)
    if (length > 0) heading = bearing_deg(from, to)
    if (left <= length && length > 0) {
      const share = left / length
      const here = { lat: from.lat + (to.lat - from.lat) * share, lon: from.lon + (to.lon - from.lon) * share }
      return { here, heading_deg: heading, done: false }
    }
    left -= length
  }
  return { here: spots.at(-1)!, heading_deg: heading, done: true }
}

/** Move a point by metres northward and eastward. */
export function nudged(point: Point, north_m: number, east_m: number): Point {
  const lat = Math.max(-90, Math.min(90, point.lat + north_m / 111_195))
  const lon = point.lon + east_m / (111_195 * Math.max(0.01, Math.cos((point.lat * Math.PI) / 180)))
  return { lat: Number(lat.toFixed(7)), lon: Number((((lon + 540) % 360) - 180).toFixed(7)) }
}
