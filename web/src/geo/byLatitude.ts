/** Many points, of which those within a circle are found without looking at all. */

import { distance_m, EARTH_RADIUS_M, type Point } from './geo'

/** What rounding could lose at the edge of a circle. */
const SLACK_RAD = 1e-9
/** More than half the way around the globe. */
const EVERYWHERE_M = 21_000_000

/** Points in the order of their latitude: a circle is a band of them, and what lies too far east or west is passed over. */
export class ByLatitude<T extends Point> {
  private readonly points: T[]
  private readonly lats: Float64Array
  private readonly lons: Float64Array

  constructor(points: readonly T[]) {
    this.points = [...points].sort((a, b) => a.lat - b.lat)
    this.lats = Float64Array.from(this.points, (point) => point.lat)
    this.lons = Float64Array.from(this.points, (point) => point.lon)
  }

  /** Give the points no farther than a radius, in no order that means anything; at the poles and over the date line too. */
  within(here: Point, radius_m: number): T[] {
    const reach = radius_m / EARTH_RADIUS_M + SLACK_RAD
    const north = (here.lat * Math.PI) / 180
    const high = degrees(reach)
    const wide = Math.abs(north) + reach < Math.PI / 2 ? degrees(Math.asin(Math.sin(reach) / Math.cos(north)) + SLACK_RAD) : 180
    const found: T[] = []
    for (let at = this.first(here.lat - high); at < this.lats.length && this.lats[at]! <= here.lat + high; at++) {
      const aside = Math.abs(this.lons[at]! - here.lon) % 360
      if (Math.min(aside, 360 - aside) > wide) continue
      const point = this.points[at]!
      if (distance_m(here, point) <= radius_m) found.push(point)
    }
    return found
  }

  /** Give the nearest points, the nearest first: a circle is widened until it holds enough. */
  nearest(here: Point, count: number): T[] {
    let radius_m = 300
    let found = this.within(here, radius_m)
    while (found.length < count && radius_m < EVERYWHERE_M) found = this.within(here, (radius_m *= 2))
    return found
      .map((point) => ({ point, metres: distance_m(here, point) }))
      .sort((a, b) => a.metres - b.metres)
      .slice(0, count)
      .map(({ point }) => point)
  }

  private first(lat: number): number {
    let [low, high] = [0, this.lats.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.lats[middle]! < lat) low = middle + 1
      else high = middle
    }
    return low
  }
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI
}
