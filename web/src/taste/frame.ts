/**
 * The one feature frame on the phone: what can be said about offering a thing now, each under a name.
 *
 * What each column counts is told at its name in `manto/assistant/preferences/frame.py`; tests/vectors/taste.json holds
 * both to the same numbers. Nothing here reads the clock, the network or the store.
 */
import type { Point } from '~/geo/geo'
import { QUARTERS_PER_DAY, hourOfWeek, looselyAlike, strictlyAlike } from './times'

export const COLUMNS = [
  'own_visits', 'own_month', 'own_week', 'own_hour', 'own_hour_day', 'own_next', 'own_next_hour', 'own_next_kind',
  'own_second', 'own_next_two', 'own_next_or_share',
  'been_before', 'since', 'rhythm', 'same_again', 'one_before', 'in_a_day', 'own_place_recent',
  'own_kind', 'own_kind_hour', 'own_kind_next', 'city_kind_next', 'city_kind_hour',
  'city_visits', 'city_lately', 'city_part', 'city_next',
  'near', 'at_hand', 'near_home_ground', 'new_near', 'new_liked', 'new_kind', 'explores',
  'fits', 'refused_kind',
]
export const AT = Object.fromEntries(COLUMNS.map((name, column) => [name, column]))

const LITTLE = 0.05
const NEVER_H = 2000
const KERNEL_HALF_LIFE_D = 90
const REFUSAL_HALF_LIFE_D = 60
const NOWHERE_M = 1000
const EARTH_RADIUS_M = 6_371_000
const FIRST_OTHER = AT.been_before!
const FIRST_KIND = AT.own_kind!

/** Something that was chosen: what, of which kind, in which quarter of an hour. */
export type Row = readonly [subject: string, kind: string, quarter: number]
/** A kind that was refused, and when. */
export type Refusal = readonly [kind: string, quarter: number]
/** Latitude and longitude by subject. */
export type Spots = Record<string, readonly [number, number]>

/** What is known of one resident, rows in the order of time. */
export interface Own {
  chosen: readonly Row[]
  refused: readonly Refusal[]
  spots: Spots
}

/** The city's sums, already without the cells behind which there are too few. */
export interface CitySums {
  by_subject: Record<string, readonly [visits: number, lately: number]>
  by_kind_hour: Record<string, Record<string, number>>
}

/** As much of a candidate as the frame needs. */
export interface Framed {
  subject: string
  kind: string
  lat: number | null
  lon: number | null
  points: number
}

type Vector = readonly [number, number, number]

function unit(spot: readonly [number | null, number | null] | undefined): Vector {
  if (!spot || spot[0] === null || spot[1] === null) return [0, 0, 0]
  const [phi, lam] = [(spot[0] * Math.PI) / 180, (spot[1] * Math.PI) / 180]
  return [Math.cos(phi) * Math.cos(lam), Math.cos(phi) * Math.sin(lam), Math.sin(phi)]
}

function squared_m2(one: Vector, other: Vector): number {
  return ((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 + (one[2] - other[2]) ** 2) * EARTH_RADIUS_M ** 2
}

/** What a resident's own rows mean for each of her own things, by subject. */
function ownColumns(chosen: readonly Row[], now: number): Map<string, number[]> {
  const hour = hourOfWeek(now)
  const last = chosen.at(-1)!
  const second = chosen.at(-2)?.[0]
  const things = new Map<string, { counts: number[]; first: number; latest: number; position: number }>()
  const totals = Array.from({ length: 10 }, () => 0)
  chosen.forEach(([subject, , quarter], row) => {
    const age_d = Math.max(now - quarter, 0) / QUARTERS_PER_DAY
    const season = 2 ** (-age_d / KERNEL_HALF_LIFE_D)
    const at = hourOfWeek(quarter)
    const loose = season * looselyAlike(hour, at)
    const before = chosen[row - 1]
    const after = Number(before?.[0] === last[0])
    const afterSecond = Number(second !== undefined && chosen[row - 2]?.[0] === second)
    const counts = [
      1, 2 ** (-age_d / 30), 2 ** (-age_d / 7), loose, season * strictlyAlike(hour, at),
      season * after, loose * after, before?.[1] === last[1] ? season : 0,
      season * afterSecond, season * afterSecond * after,
    ]
    const thing = things.get(subject) ?? { counts: totals.map(() => 0), first: quarter, latest: quarter, position: row }
    counts.forEach((count, column) => {
      thing.counts[column]! += count
      totals[column]! += count
    })
    things.set(subject, { ...thing, latest: quarter, position: row })
  })
  const columns = new Map<string, number[]>()
  for (const [subject, { counts, first, latest, position }] of things) {
    const shares = counts.map((count, column) => Math.log(count + LITTLE) - Math.log(totals[column]! + 1))
    const leaning = (2 * (counts[1]! + 0.02)) / (totals[1]! + 1)
    const since_h = Math.max(now - latest, 0) * 0.25
    const usual_h = ((latest - first) * 0.25) / Math.max(counts[0]! - 1, 1)
    columns.set(subject, [
      ...shares,
      Math.log((counts[5]! + leaning) / (totals[5]! + 2)),
      1,
      Math.log1p(since_h),
      counts[0]! >= 3 ? Math.log((since_h + 6) / (usual_h + 6)) : 0,
      Number(subject === last[0]),
      Number(subject === second),
      Number(since_h < 18),
      Math.log1p(chosen.length - 1 - position),
    ])
  }
  return columns
}

/** The same columns for what she never chose. */
function never(count: number): number[] {
  const columns = Array.from({ length: FIRST_KIND }, (_, at) => (at < 10 ? Math.log(LITTLE / (count + 1)) : 0))
  columns[10] = Math.log(0.01 / (count + 1))
  columns[FIRST_OTHER + 1] = columns[FIRST_OTHER + 6] = Math.log1p(NEVER_H)
  return columns
}

/** What kinds weigh: how often chosen, at about this hour, and straight after the kind chosen last. */
function kindCounts(chosen: readonly Row[], now: number) {
  const hour = hourOfWeek(now)
  const last = chosen.at(-1)?.[1]
  const tables = [0, 1, 2].map(() => new Map<string, number>())
  chosen.forEach(([, kind, quarter], row) => {
    const weights = [1, looselyAlike(hour, hourOfWeek(quarter)), Number(row > 0 && chosen[row - 1]![1] === last)]
    weights.forEach((weight, at) => tables[at]!.set(kind, (tables[at]!.get(kind) ?? 0) + weight))
  })
  const sums = tables.map((table) => [...table.values()].reduce((sum, count) => sum + count, 0))
  return (kind: string): number[] =>
    tables.map((table, at) => Math.log((table.get(kind) ?? 0) + LITTLE) - Math.log(sums[at]! + 1))
}

/** Build the frame of the candidates, one row for each, `COLUMNS` wide. */
export function frameOf(own: Own, candidates: readonly Framed[], city: CitySums, now: number, here: Point | null): number[][] {
  const { chosen } = own
  const hers = chosen.length ? ownColumns(chosen, now) : new Map<string, number[]>()
  const unknown = never(chosen.length)
  const kinds = kindCounts(chosen, now)
  const hour = String(hourOfWeek(now))
  const everybody = Object.values(city.by_kind_hour).reduce((sum, hours) => sum + (hours[hour] ?? 0), 0)
  const origin = here ? unit([here.lat, here.lon]) : null
  const spotOf = new Map(candidates.map((one) => [one.subject, [one.lat, one.lon] as const]))
  const middle = [0, 1, 2].map(
    (axis) => chosen.reduce((sum, [subject]) => sum + unit(own.spots[subject] ?? spotOf.get(subject))[axis]!, 0) / chosen.length,
  ) as unknown as Vector
  const explores = Math.log((hers.size + 1) / (chosen.length + 2))
  return candidates.map((one) => {
    const known = hers.get(one.subject)
    const spot = unit([one.lat, one.lon])
    const [visits, lately] = city.by_subject[one.subject] ?? [0, 0]
    const away = origin ? (one.lat === null ? NOWHERE_M ** 2 : squared_m2(spot, origin)) : null
    const near = away === null ? 0 : 0.5 * Math.log(away + 50 ** 2)
    const ofKind = kinds(one.kind)
    const refused = own.refused.reduce(
      (sum, [kind, at]) =>
        sum + (kind === one.kind ? 2 ** (-Math.max(now - at, 0) / (REFUSAL_HALF_LIFE_D * QUARTERS_PER_DAY)) : 0),
      0,
    )
    return [
      ...(known ?? unknown),
      ...ofKind,
      Math.log(0.5 / 10),
      Math.log(((city.by_kind_hour[one.kind]?.[hour] ?? 0) + 0.5) / (everybody + 10)),
      Math.log1p(visits), Math.log1p(lately), Math.log(0.5 / (visits + 8)), 0,
      near,
      Number(origin !== null && one.lat !== null && away! < 150 ** 2),
      chosen.length ? 0.5 * Math.log(squared_m2(spot, middle) + 500 ** 2) : 0,
      ...(known ? [0, 0, 0, 0] : [near, Math.log1p(lately), ofKind[0]!, explores]),
      one.points / 10,
      refused,
    ]
  })
}
