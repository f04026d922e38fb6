/**
 * Putting Today in order on the phone: hard rules first, learned taste within what they leave, one slot for something new.
 *
 * The rules stand at the top of `manto/assistant/offering/ranking.py` and `hard_rules.py`; tests/vectors/taste.json holds both to them.
 */
import { distance_m, type Point } from '~/geo/geo'
import { normals } from './draws'
import { AT, COLUMNS, frameOf, type CitySums, type Own } from './frame'
import { learnedReasons, type Reason, type Says } from './reasons'

const DRAWS = 100
const UNSURE = 0.25
const SAME = 1e-9
const LEAST_CHANCE = 0.01
const BESIDES_TASTE = ['fits', 'near', 'at_hand', 'new_near']
const KNOWN_KINDS = ['own_kind', 'own_kind_hour', 'own_kind_next', 'new_kind']
/** Where nothing else speaks for a thing, it only fills a place. */
const FILLS_ONLY = ['', 'always_open']
const ORDER = { deadline: 0, safety: 1, entitlement: 2 }

export interface Candidate {
  subject: string
  kind: string
  group: string
  lat: number | null
  lon: number | null
  first: keyof typeof ORDER | null
  by: string | null
  matters: number
  /** What orders equals where nothing is learned. */
  tie: string
  reasons: Reason[]
}

export interface Rules {
  shown_max: number
  per_group_max: number
  due_shown_max: number
  cannot_wait_days: number
  considered_within_m: number
  near_within_m: readonly (readonly [metres: number, points: number])[]
  shown_in_vain: number
  /** Fewer points are not worth a card, but of a kind that she chose. */
  worth_min?: number
}

/** Everything that the order depends on. */
export interface Asked<C extends Candidate = Candidate> {
  candidates: readonly C[]
  rules: Rules
  weights: Record<string, number>
  calibration: { slope: number; offset: number } | null
  city: CitySums
  own: Own
  /** What the city's nightly forest says for each candidate; left out where it has no say. */
  says?: Says
  /** By category, without `event:`: how often it was shown since one of it was chosen. */
  inVain: Record<string, number>
  now: number
  /** The city's day, YYYY-MM-DD. */
  day: string
  here: Point | null
  /** What the day's draw begins with. */
  seed: number
}

export interface Chosen<C extends Candidate = Candidate> {
  candidate: C
  reasons: Reason[]
  propensity: number
  isNew: boolean
  /** How many could have stood there, and whether it would without the draw. */
  among: number
  foremost: boolean
  distance_m: number | null
}

export interface Order<C extends Candidate = Candidate> {
  learned: boolean
  page: Chosen<C>[]
  /** By subject; empty where nothing is learned. */
  scores: Map<string, number>
  chances: Map<string, number>
}

const points = (one: Chosen): number => one.reasons.reduce((sum, reason) => sum + reason.points, 0)
const rounded = (score: number): number => Math.round(score * 1e9) / 1e9
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
const dot = (row: readonly number[], weights: ArrayLike<number>): number =>
  row.reduce((sum, value, column) => sum + value * weights[column]!, 0)

/** Choose what Today shows, best first. */
export function inOrder<C extends Candidate>(asked: Asked<C>): Order<C> {
  const weighed = asked.candidates.map((one) => weighedHere(one, asked)).filter((one) => one !== null)
  return asked.own.chosen.length + asked.own.refused.length > 0 ? byTaste(weighed, asked) : plainly(weighed, asked)
}

/** Add how near it is; null for what is too far away, or without a reason that can be said. */
function weighedHere<C extends Candidate>(candidate: C, { here, rules }: Asked<C>): Chosen<C> | null {
  const somewhere = here && candidate.lat !== null && candidate.lon !== null && candidate.first === null
  const distance = somewhere ? distance_m(here, { lat: candidate.lat!, lon: candidate.lon! }) : null
  let { reasons } = candidate
  if (distance !== null) {
    if (distance > rules.considered_within_m && !candidate.kind.startsWith('event:')) return null
    const near = rules.near_within_m.find(([metres]) => distance <= metres)
    if (near) reasons = [...reasons, { code: 'near', points: near[1], metres: distance }].sort((a, b) => b.points - a.points)
  }
  if (!reasons.some((reason) => reason.code)) return null
  return { candidate, reasons, propensity: 1, isNew: false, among: 1, foremost: true, distance_m: distance }
}

function plainly<C extends Candidate>(weighed: Chosen<C>[], asked: Asked<C>): Order<C> {
  const worth = weighed.filter((one) => one.candidate.first !== null || points(one) >= (asked.rules.worth_min ?? 0))
  const ranked = worth.sort((a, b) => points(b) - points(a) || compare(a.candidate.tie, b.candidate.tie))
  const page = dueFirst(ranked, asked, new Map())
  fill(page, ranked, asked.rules, asked.rules.shown_max)
  return { learned: false, page, scores: new Map(), chances: new Map() }
}

/** What is due, in the order of the rules; taste orders only what they leave equal. */
function dueFirst<C extends Candidate>(weighed: Chosen<C>[], { day, rules }: Asked<C>, liked: Map<string, number>): Chosen<C>[] {
  const due = weighed.filter((one) => one.candidate.first !== null)
  const standing = (one: Chosen) => [ORDER[one.candidate.first!], one.candidate.by ?? '9999', -one.candidate.matters] as const
  due.sort((a, b) => {
    const [one, other] = [standing(a), standing(b)]
    return (
      one[0] - other[0] ||
      compare(one[1], other[1]) ||
      one[2] - other[2] ||
      (liked.get(b.candidate.subject) ?? 0) - (liked.get(a.candidate.subject) ?? 0)
    )
  })
  const soon = new Date(Date.parse(`${day}T00:00:00Z`) + rules.cannot_wait_days * 86_400_000).toISOString().slice(0, 10)
  const shown = due.filter(
    ({ candidate: { first, by } }, at) =>
      at < rules.due_shown_max || first === 'safety' || (first === 'deadline' && by !== null && by <= soon),
  )
  return shown.slice(0, due.length < weighed.length ? rules.shown_max - 1 : rules.shown_max)
}

/** Take from the best on, not too many alike, until so many stand there. */
function fill<C extends Candidate>(page: Chosen<C>[], ranked: readonly Chosen<C>[], rules: Rules, places: number): void {
  const ofGroup = new Map<string, number>()
  for (const one of ranked) {
    if (page.length >= places) return
    const { first, group } = one.candidate
    const alike = ofGroup.get(group) ?? 0
    if (first !== null || alike >= rules.per_group_max) continue
    ofGroup.set(group, alike + 1)
    page.push(one)
  }
}

function byTaste<C extends Candidate>(weighed: Chosen<C>[], asked: Asked<C>): Order<C> {
  const { own, rules, now } = asked
  const weights = COLUMNS.map((name) => asked.weights[name] ?? 0)
  const framed = weighed.map((one) => ({ ...one.candidate, points: points(one) }))
  const frame = frameOf(own, framed, asked.city, now, asked.here)
  const rows = new Map(weighed.map((one, row) => [one.candidate.subject, frame[row]!]))
  const says = asked.says ?? {}
  const said = (subject: string) => Object.values(says[subject] ?? {}).reduce((sum, part) => sum + part, 0)
  const scores = new Map([...rows].map(([subject, row]) => [subject, rounded(dot(row, weights) + said(subject))]))
  const chances = chancesOf(rows, weights, asked.calibration)
  const reasons = learnedReasons(own.chosen, framed, frame, weights, now, says)
  const withWhy = (one: Chosen<C>) => ({ ...one, reasons: [...(reasons.get(one.candidate.subject) ?? []), ...one.reasons] })

  const page = dueFirst(weighed, asked, scores)
  const herKinds = new Set(own.chosen.map(([, kind]) => kind))
  const isWorth = (one: Chosen) => points(one) >= (rules.worth_min ?? 0) || herKinds.has(one.candidate.kind)
  const soft = weighed
    .filter((one) => {
      const { first, kind } = one.candidate
      const fills = one.reasons.every(({ code }) => FILLS_ONLY.includes(code))
      return first === null && (isWorth(one) || !fills) && (asked.inVain[kind.replace('event:', '')] ?? 0) < rules.shown_in_vain
    })
    .sort((a, b) => {
      const [one, other] = [a.candidate.subject, b.candidate.subject]
      return scores.get(other)! - scores.get(one)! || compare(one, other)
    })
  const hopeful = soft.filter((one) => isWorth(one) && (chances.get(one.candidate.subject) ?? 1) >= LEAST_CHANCE)
  const liked: Chosen<C>[] = []
  fill(liked, hopeful, rules, Math.max(0, rules.shown_max - 1 - page.length))
  page.push(...liked.map(withWhy))
  const taken = new Set(page.map((one) => one.candidate.subject))
  const left = soft.filter((one) => !taken.has(one.candidate.subject))
  const next = hopeful.find((one) => !taken.has(one.candidate.subject))
  const last = somethingNew(left, page, rows, weights, asked.seed) ?? (next ? withWhy(next) : null)
  return { learned: true, page: last ? [...page, last] : page, scores, chances }
}

function chancesOf(rows: Map<string, number[]>, weights: number[], curve: Asked['calibration']): Map<string, number> {
  if (!curve) return new Map()
  const learned = weights.map((weight, column) => (BESIDES_TASTE.includes(COLUMNS[column]!) ? 0 : weight))
  return new Map(
    [...rows].map(([subject, row]) => {
      const bent = curve.offset + curve.slope * rounded(dot(row, learned))
      return [subject, 1 / (1 + Math.exp(-Math.min(30, Math.max(-30, bent))))]
    }),
  )
}

/** Draw what takes the last slot among what she never chose, with how likely it was to be drawn. */
function somethingNew<C extends Candidate>(
  left: Chosen<C>[],
  page: readonly Chosen<C>[],
  rows: Map<string, number[]>,
  weights: readonly number[],
  seed: number,
): Chosen<C> | null {
  const kinds = new Set(page.map((one) => one.candidate.kind.replace('event:', '')))
  let fresh = left.filter((one) => rows.get(one.candidate.subject)![AT.been_before!]! <= 0)
  const others = fresh.filter((one) => !kinds.has(one.candidate.kind.replace('event:', '')))
  if (others.length) fresh = others
  if (!fresh.length) return null
  const frame = fresh.map((one) => {
    const row = [...rows.get(one.candidate.subject)!]
    row[AT.refused_kind!]! *= 2
    return row
  })
  const exploring = weights.map((weight, column) => (KNOWN_KINDS.includes(COLUMNS[column]!) ? weight * 0.25 : weight))
  const spread = COLUMNS.map((_, column) => Number(deviation(frame.map((row) => row[column]!)) > SAME))
  const noise = normals(seed, DRAWS * COLUMNS.length)
  const firsts = Array.from({ length: DRAWS }, (_, draw) => {
    const drawn = exploring.map(
      (weight, column) => weight + noise[draw * COLUMNS.length + column]! * UNSURE * spread[column]!,
    )
    const scores = frame.map((row) => rounded(dot(row, drawn)))
    return scores.indexOf(Math.max(...scores))
  })
  const undrawn = frame.map((row) => rounded(dot(row, exploring)))
  const one = fresh[firsts[0]!]!
  return {
    ...one,
    reasons: [{ code: 'something_new', points: 0 }, ...one.reasons],
    propensity: firsts.filter((first) => first === firsts[0]).length / DRAWS,
    isNew: true,
    among: fresh.length,
    foremost: undrawn.indexOf(Math.max(...undrawn)) === firsts[0],
  }
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
}
