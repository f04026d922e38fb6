/** Today, made on the phone: what the city may offer, what is known of one, and where one is, put in order and in words. */
import type { Offer, Pool } from '~/api/types'
import { coarse, type Point } from '~/geo/geo'
import { seedOf } from './draws'
import type { Own } from './frame'
import { inOrder, type Chosen } from './ranking'
import type { Reason } from './reasons'
import { dayOfQuarter, quarterOf } from './times'
import { dateText, distanceText, fill, listText } from './words'

/** An offer with the kind under which it is learned. */
export type TodaysOffer = Offer & { learned_as: string }

/** What is known of the one who asks, wherever it is kept. */
export interface Hers extends Own {
  inVain: Record<string, number>
  /** What she put away, for today or for good. */
  away: ReadonlySet<string>
  /** What the city's nightly forest says, for the hour after it was asked; the phone has no trees. */
  trees?: NonNullable<Pool['hers']>['trees']
}

export const NOBODY: Hers = { chosen: [], refused: [], spots: {}, inVain: {}, away: new Set() }

const TREES_HOLD_QUARTERS = 4

type Candidate = Pool['candidates'][number]

/** At most five offers, in order, each with why. */
export function todayOf(pool: Pool, hers: Hers, here: Point | null, at: Date, language: string): TodaysOffer[] {
  const now = quarterOf(at, pool.utc_offset_s)
  const day = dayOfQuarter(now)
  const trees = hers.trees && Math.abs(now - hers.trees.quarter) < TREES_HOLD_QUARTERS ? hers.trees : null
  const learnedPolicy = trees?.policy ?? pool.learned_policy
  const order = inOrder({
    candidates: pool.candidates.filter((one) => !hers.away.has(one.subject) && (one.until ?? Infinity) > now),
    rules: pool.rules as Parameters<typeof inOrder>[0]['rules'],
    weights: pool.weights,
    calibration: pool.calibration as { slope: number; offset: number } | null,
    city: {
      by_subject: pool.by_subject as Record<string, [number, number]>,
      by_kind_hour: pool.by_kind_hour,
    },
    own: hers,
    says: trees?.says,
    inVain: hers.inVain,
    now,
    day,
    here,
    seed: seedOf(`${pool.hers?.draw ?? ''}:${day}`),
  })
  const policy = order.learned ? learnedPolicy : pool.policy
  return order.page.map((one, place) => worded(one, place + 1, order.learned, policy, pool, day, language))
}

/** What an order depends on of where one is: it is made anew when she has moved on, not at each step. */
export const spotOf = (here: Point | null): string => (here ? coarse(here) : '')

function worded(
  one: Chosen<Candidate>,
  slot: number,
  learned: boolean,
  policy: string,
  pool: Pool,
  day: string,
  language: string,
): TodaysOffer {
  const { card, kind, learned_id } = one.candidate
  const { propensity, among, foremost, isNew } = one
  const said = { slot, propensity, among, foremost, is_new: isNew, learned_as: kind }
  if (one.candidate.first !== null) return { ...card, ...said, policy }
  const parts = one.reasons
    .filter((reason) => reason.code)
    .slice(0, pool.rules.said_at_most)
    .map((reason) => ({ code: reason.code, text: reasonText(reason, pool, day, language) }))
  return {
    ...card,
    ...said,
    policy,
    id: learned ? learned_id : card.id,
    distance_m: one.distance_m,
    why_parts: parts,
    why: fill(pool.sentences.sentence, { reasons: listText(parts.map((part) => part.text), language) }, language),
  }
}

function reasonText(reason: Reason, pool: Pool, day: string, language: string): string {
  if (reason.text) return reason.text
  const values: Record<string, string | number> = {}
  if (reason.metres !== undefined) values.distance = distanceText(reason.metres, language)
  if (reason.kind !== undefined) values.kind = pool.kinds[reason.kind] ?? reason.kind
  if (reason.count !== undefined) values.count = reason.count
  if (reason.since !== undefined) values.day = dateText(dayOfQuarter(reason.since), day, language)
  return fill(pool.sentences[reason.code], values, language)
}
