// @vitest-environment node
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { arrow, bearing_deg, clockDirection, coarse, distance_m } from './geo'

interface Way {
  name: string
  from: [number, number]
  to: [number, number]
  distance_m: number
  bearing_deg: number
  clock: number
  arrow: string
}
interface Turn {
  bearing_deg: number
  heading_deg: number
  clock: number
  arrow: string
}
const vectors = JSON.parse(readFileSync('../tests/vectors/geo.json', 'utf8')) as {
  distance_tolerance_m: number
  bearing_tolerance_deg: number
  ways: Way[]
  turns: Turn[]
}
const point = ([lat, lon]: [number, number]) => ({ lat, lon })

describe('the vectors shared with the server', () => {
  it.each(vectors.ways)('measure $name', (way) => {
    const [from, to] = [point(way.from), point(way.to)]

    const bearing = bearing_deg(from, to)

    const off = Math.abs(((bearing - way.bearing_deg + 540) % 360) - 180)
    expect(Math.abs(distance_m(from, to) - way.distance_m)).toBeLessThan(vectors.distance_tolerance_m)
    expect(off).toBeLessThan(vectors.bearing_tolerance_deg)
    expect([clockDirection(bearing), arrow(bearing)]).toEqual([way.clock, way.arrow])
  })

  it.each(vectors.turns)('turn $bearing_deg seen while looking to $heading_deg', (turn) => {
    const seen = [clockDirection(turn.bearing_deg, turn.heading_deg), arrow(turn.bearing_deg, turn.heading_deg)]

    expect(seen).toEqual([turn.clock, turn.arrow])
  })

  it('are at least sixty', () => {
    expect(vectors.ways.length).toBeGreaterThanOrEqual(60)
  })
})

describe('a position that leaves the phone', () => {
  it('is rounded to 0.005 degrees', () => {
    expect(coarse({ lat: 45.15786, lon: 10.79319 })).toBe('45.160,10.795')
  })

  it('is the same all over one square', () => {
    const [here, there] = [coarse({ lat: 45.1576, lon: 10.7927 }), coarse({ lat: 45.1624, lon: 10.7974 })]

    expect(here).toBe(there)
  })
})
