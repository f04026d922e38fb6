// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { inOrder, type Candidate } from './ranking'

const thing = (subject: string, first: Candidate['first'], points: number, more: Partial<Candidate> = {}): Candidate => ({
  subject,
  kind: 'park',
  group: subject,
  lat: null,
  lon: null,
  first,
  by: null,
  matters: 0,
  tie: subject,
  reasons: [{ code: 'always_open', points }],
  ...more,
})

const today = (
  candidates: Candidate[],
  here: { lat: number; lon: number } | null = null,
  chosen: [string, string, number][] = [],
) =>
  inOrder({
    candidates,
    rules: {
      shown_max: 5,
      per_group_max: 2,
      due_shown_max: 3,
      cannot_wait_days: 14,
      considered_within_m: 3000,
      near_within_m: [[300, 20]],
      shown_in_vain: 24,
      worth_min: 22,
    },
    weights: {},
    calibration: null,
    city: { by_subject: {}, by_kind_hour: {} },
    own: { chosen, refused: [], spots: {} },
    inVain: {},
    now: 0,
    day: '2026-06-09',
    here,
    seed: 1,
  }).page.map((one) => one.candidate.subject)

describe('while nothing is learned', () => {
  it('leaves out what is not worth a card, and never what is due', () => {
    expect(today([thing('park', null, 21), thing('museum', null, 24), thing('due', 'entitlement', 1)])).toEqual(['due', 'museum'])
    expect(today([thing('park', null, 21)])).toEqual([])
  })

  it('counts how near it is', () => {
    const park = thing('park', null, 21, { lat: 45.16, lon: 10.79 })
    expect(today([park], { lat: 45.16, lon: 10.7901 })).toEqual(['park'])
  })
})

describe('once something is learned', () => {
  it('leaves out what is worth no card, but of a kind that she chose', () => {
    const museum = thing('museum', null, 24, { kind: 'museum' })
    expect(today([thing('park', null, 21), museum], null, [['another', 'museum', 0]])).toEqual(['museum'])
    expect(today([thing('park', null, 21)], null, [['another', 'museum', 0]])).toEqual([])
    expect(today([thing('park', null, 21)], null, [['another', 'park', 0]])).toEqual(['park'])
  })
})
