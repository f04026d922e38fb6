// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { ByLatitude } from './byLatitude'
import { distance_m, type Point } from './geo'

/** The same points each time, over the whole globe and close together at the middles. */
function points(count: number, middles: Point[]): Point[] {
  const part = (number: number) => number - Math.floor(number)
  return Array.from({ length: count }, (_, at) => {
    const middle = middles[at % middles.length]!
    const lat = middle.lat + (part(at * Math.SQRT2) - 0.5) * 0.02
    const lon = middle.lon + (part(at * Math.sqrt(3)) - 0.5) * (Math.abs(middle.lat) > 89 ? 360 : 0.03)
    return { lat: Math.max(-90, Math.min(90, lat)), lon: ((lon + 540) % 360) - 180 }
  })
}

const MIDDLES = [
  { lat: 45.16, lon: 10.79 },
  { lat: -16.5, lon: 179.9995 },
  { lat: 64, lon: -180 },
  { lat: 89.999, lon: 20 },
  { lat: -90, lon: 0 },
]

describe('points by latitude', () => {
  const held = points(5000, MIDDLES)
  const ordered = new ByLatitude(held)

  it.each(MIDDLES)('finds just what is within a circle around $lat, $lon', (here) => {
    for (const radius_m of [50, 300, 1200, 30_000_000]) {
      const wanted = held.filter((point) => distance_m(here, point) <= radius_m)

      expect(new Set(ordered.within(here, radius_m))).toEqual(new Set(wanted))
    }
  })

  it.each(MIDDLES)('finds the nearest around $lat, $lon in their order', (here) => {
    const wanted = held.map((point) => distance_m(here, point)).sort((a, b) => a - b)

    expect(ordered.nearest(here, 40).map((point) => distance_m(here, point))).toEqual(wanted.slice(0, 40))
  })

  it('gives all when fewer are held than asked for', () => {
    expect(new ByLatitude(held.slice(0, 7)).nearest(MIDDLES[0]!, 40)).toHaveLength(7)
    expect(new ByLatitude<Point>([]).nearest(MIDDLES[0]!, 40)).toEqual([])
  })
})
