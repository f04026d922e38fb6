// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { Pool } from '~/api/types'
import { quarterOf } from './times'
import { NOBODY, todayOf } from './today'

const AT = new Date('2026-06-09T10:00:00Z')
const NOW = quarterOf(AT, 0)

const candidate = (subject: string) => ({
  subject,
  kind: 'museum',
  group: subject,
  lat: null,
  lon: null,
  until: null,
  first: null,
  by: null,
  matters: 0,
  tie: subject,
  reasons: [{ code: 'free', points: 10, text: 'free' }],
  card: { subject },
  learned_id: subject,
})

/** A pool of three things of which the weights make no difference. */
const pool = {
  policy: 'plain-5',
  learned_policy: 'learned-3',
  utc_offset_s: 0,
  weights: {},
  calibration: null,
  by_subject: {},
  by_kind_hour: {},
  candidates: ['a', 'b', 'c'].map(candidate),
  hers: null,
  kinds: {},
  sentences: { sentence: '{reasons}', learned_hour: 'at this hour {count}', something_new: 'new' },
  rules: {
    shown_max: 3,
    per_group_max: 2,
    due_shown_max: 3,
    cannot_wait_days: 14,
    considered_within_m: 3000,
    near_within_m: [],
    shown_in_vain: 24,
    said_at_most: 3,
    worth_min: 0,
  },
} as unknown as Pool

const trees = (quarter: number) => ({ policy: 'learned-3+trees', quarter, says: { c: { own_kind_hour: 0.6 }, b: { hour: 0.1 } } })

const todays = (asked: number | null) =>
  todayOf(
    pool,
    {
      ...NOBODY,
      chosen: [3, 2, 1].map((day) => ['c', 'museum', NOW - 96 * day] as const),
      ...(asked === null ? {} : { trees: trees(asked) }),
    },
    null,
    AT,
    'en',
  )

describe('what the nightly forest says', () => {
  it('moves the order, gives its reason, and is told by the policy', () => {
    const page = todays(NOW - 3)

    expect(page.map((one) => one.subject).slice(0, 2)).toEqual(['c', 'b'])
    expect(page[0]!.why).toBe('at this hour 3 and free')
    expect(new Set(page.map((one) => one.policy))).toEqual(new Set(['learned-3+trees']))
  })

  it('holds for an hour; then, and where there is none, the weights stand alone', () => {
    for (const page of [todays(NOW - 4), todays(null)]) {
      expect(page.map((one) => one.subject).slice(0, 2)).toEqual(['a', 'b'])
      expect(page.some((one) => one.why.includes('at this hour'))).toBe(false)
      expect(new Set(page.map((one) => one.policy))).toEqual(new Set(['learned-3']))
    }
  })
})
