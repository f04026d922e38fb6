// @vitest-environment node
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { seedOf } from './draws'
import { COLUMNS } from './frame'
import { portrait } from './portrait'
import { inOrder, type Candidate, type Rules } from './ranking'

type Thing = [subject: string, kind: string, group: string, lat: number | null, lon: number | null]
type Given = [thing: number, reasons: [string, number][], first: Candidate['first'], by: string | null, matters: number, tie: string]
interface Case {
  now: number
  weights: number
  calibration: { slope: number; offset: number } | null
  chosen: [number, number][]
  refused: [number, number][]
  candidates: Given[]
  position: [number, number] | null
  by_subject: Record<string, [number, number]>
  by_kind_hour: Record<string, Record<string, number>>
  in_vain: Record<string, number>
  draw: string
  says?: Record<string, Record<string, number>>
  expect: {
    learned: boolean
    scores?: Record<string, number>
    chances?: Record<string, number>
    page: [string, number, boolean, [string, ...number[]][]][]
    portrait: [string, number, Record<string, unknown>][]
  }
}
const vectors = JSON.parse(readFileSync('../tests/vectors/taste.json', 'utf8')) as {
  tolerance: number
  day: string
  rules: Rules
  kinds: string[]
  things: Thing[]
  weight_sets: Record<string, number>[]
  cases: Case[]
}

function asked(one: Case) {
  const { things, kinds } = vectors
  return {
    candidates: one.candidates.map(([at, reasons, first, by, matters, tie]): Candidate => {
      const [subject, kind, group, lat, lon] = things[at]!
      const told = reasons.map(([code, points]) => ({ code, points }))
      return { subject, kind, group, lat, lon, first, by, matters, tie, reasons: told }
    }),
    rules: vectors.rules,
    weights: vectors.weight_sets[one.weights]!,
    calibration: one.calibration,
    city: { by_subject: one.by_subject, by_kind_hour: one.by_kind_hour },
    own: {
      chosen: one.chosen.map(([at, quarter]) => [things[at]![0], things[at]![1], quarter] as const),
      refused: one.refused.map(([kind, quarter]) => [kinds[kind]!, quarter] as const),
      spots: Object.fromEntries(things.filter((thing) => thing[3] !== null).map((t) => [t[0], [t[3]!, t[4]!] as const])),
    },
    says: one.says,
    inVain: one.in_vain,
    now: one.now,
    day: vectors.day,
    here: one.position ? { lat: one.position[0], lon: one.position[1] } : null,
    seed: seedOf(one.draw),
  }
}

const apart = (told: Record<string, number>, here: Map<string, number>): number => {
  expect([...here.keys()].sort()).toEqual(Object.keys(told).sort())
  return Math.max(0, ...Object.entries(told).map(([subject, value]) => Math.abs(value - here.get(subject)!)))
}

describe('the vectors shared with the city', () => {
  it('are many, and name every column', () => {
    expect(vectors.cases.length).toBeGreaterThanOrEqual(300)
    expect(Object.keys(vectors.weight_sets[1]!).sort()).toEqual([...COLUMNS].sort())
  })

  it.each(vectors.cases.map((one, at) => [at, one] as const))('order resident %i alike', (_, one) => {
    const order = inOrder(asked(one))

    expect(order.learned).toBe(one.expect.learned)
    expect(apart(one.expect.scores ?? {}, order.scores)).toBeLessThanOrEqual(vectors.tolerance)
    expect(apart(one.expect.chances ?? {}, order.chances)).toBeLessThanOrEqual(vectors.tolerance)
    expect(
      order.page.map(({ candidate, propensity, isNew, reasons, among, foremost }) => [
        candidate.subject,
        propensity,
        isNew,
        reasons
          .filter((reason) => reason.code)
          .map(({ code, count, since }) => [code, count, since].filter((part) => part !== undefined)),
        among,
        foremost,
      ]),
    ).toEqual(one.expect.page)
  })

  it.each(vectors.cases.map((one, at) => [at, one] as const))('say the same of resident %i', (_, one) => {
    const { chosen, refused } = asked(one).own
    const said = portrait(chosen, refused, { offered: 7, tried: chosen.length % 3 })

    expect(
      said.map(({ code, share, kind, ...counts }) => [code, share, kind === undefined ? counts : { category: kind, ...counts }]),
    ).toEqual(one.expect.portrait)
  })
})
