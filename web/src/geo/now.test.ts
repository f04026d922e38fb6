// @vitest-environment node
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { now, type Asking, type Candidate } from './now'
import type { Footprint } from './occlusion'

type Row = [string, number, number, number, number, number, number, number, number | null]
interface Case extends Omit<Asking, 'here'> {
  name: string
  here: [number, number]
  places: (Omit<Candidate, 'state'> & { state: 0 | 1 | 2 })[]
  footprints: Footprint[]
  expected: Row[]
}
const { cases } = JSON.parse(readFileSync('../tests/vectors/now.json', 'utf8')) as { cases: Case[] }
const STATES = ['open', 'unknown', 'closed'] as const

describe('what is around me now, as on the server', () => {
  it('has at least five hundred situations', () => {
    expect(cases.length).toBeGreaterThanOrEqual(500)
  })

  it.each(cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const places = one.places.map((place) => ({ ...place, state: STATES[place.state] }))
    const [lat, lon] = one.here

    const standings = now(places, one.footprints, { ...one, here: { lat, lon } })

    expect(standings.map((found) => [found.place.id, found.fits, +found.is_here, +found.is_behind, found.lane])).toEqual(
      one.expected.map((row) => [row[0], row[4], row[5], row[6], row[7]]),
    )
    standings.forEach((found, at) => {
      const row = one.expected[at]!
      expect(Math.abs(found.distance_m - row[1])).toBeLessThan(0.002)
      expect(Math.abs(((found.bearing_deg - row[2] + 540) % 360) - 180)).toBeLessThan(0.02)
      expect(found.score).toBeCloseTo(row[3], 5)
      if (row[8] === null) expect(found.x_px).toBeNull()
      else expect(Math.abs(found.x_px! - row[8])).toBeLessThan(0.05)
    })
  })
})
