// @vitest-environment node
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { laidOver } from './barriers'
import type { Profile } from './profiles'
import { Network } from './routing'
import { streetsOf } from './streets'
import { waysOf } from './telling'

interface Case {
  town: number
  who: string
  own: Record<string, number>
  start: [number, number]
  end: [number, number]
  reports: { id: string; kind: string; at: [number, number]; believed: boolean }[]
  expected: {
    cost: number
    stretches: number[]
    metres: number
    longer_m: number
    avoided: [string, unknown, string][]
    unknown: Record<string, number>
  }
}
const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as never
const { towns, cases } = read('../tests/vectors/walking.json') as {
  towns: { points: [number, number][]; stretches: number[][]; ways: { name: string; facts: Record<string, unknown> }[] }[]
  cases: Case[]
}
const written = read('../src/manto/places/walking/profiles.json') as Record<string, Omit<Profile, 'id'>>
const walker = (id: string): Profile => ({ id, ...written[id]! })
const streets = towns.map((town) =>
  streetsOf({
    points: town.points.flat().map((degrees) => Math.round(degrees * 1e6)),
    stretches: town.stretches.flat(),
    ways: town.ways,
  }),
)
const point = ([lat, lon]: [number, number]) => ({ lat, lon })
const NOW = new Date('2026-06-09T08:00:00Z')

describe('the best way, as on the server', () => {
  it('has enough cases', () => {
    expect(cases.length).toBeGreaterThan(80)
  })

  it.each(cases.map((one, i) => [`${i} ${one.who}`, one] as const))('%s', (_, one) => {
    const here = streets[one.town]!
    const who = walker(one.who)
    const barriers = one.reports.map((report) => ({
      ...point(report.at),
      id: Number(report.id),
      kind: report.kind,
      value: null,
      believed_until: report.believed ? '2026-07-01T00:00:00Z' : '2026-06-01T00:00:00Z',
      over_at: '2026-07-02T00:00:00Z',
    }))
    const network = new Network(here, { ...who, limits: { ...who.limits, ...one.own } }, laidOver(here, barriers, NOW))

    const best = waysOf(network, new Network(here, walker('walker')), point(one.start), point(one.end)).ways[0]!

    expect(best.walk.pieces.map(([stretch]) => stretch)).toEqual(one.expected.stretches)
    expect(best.walk.cost).toBeCloseTo(one.expected.cost, 1)
    expect(best.walk.metres).toBeCloseTo(one.expected.metres, 1)
    expect(best.longer_m).toBeCloseTo(one.expected.longer_m, 1)
    expect(best.avoided.map(({ fact, value, name }) => [fact, value, name])).toEqual(one.expected.avoided)
    expect(Object.keys(best.unknown).sort()).toEqual(Object.keys(one.expected.unknown))
    for (const [fact, metres] of Object.entries(one.expected.unknown)) expect(best.unknown[fact]).toBeCloseTo(metres, 1)
  })
})

it('lets a report grow old on a phone without network', () => {
  const here = streets[0]!
  const [a, b] = [here.points[here.a[3]!]!, here.points[here.b[3]!]!]
  const until = { believed_until: '2026-06-10T08:00:00Z', over_at: '2026-06-12T08:00:00Z' }
  const barrier = { id: 1, kind: 'blocked', value: null, lat: (a.lat + b.lat) / 2, lon: (a.lon + b.lon) / 2, ...until }
  const after = (days: number) => laidOver(here, [barrier], new Date(NOW.getTime() + days * 86_400_000)).get(3)

  expect([after(0), after(2), after(4)]).toEqual([{ blocked: true, barrier: '1' }, { doubtful: true }, undefined])
})
