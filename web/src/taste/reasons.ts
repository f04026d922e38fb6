// Which sentences may be said because of what was learned: only what really weighed, with its numbers.
import { AT, COLUMNS, type Framed, type Row } from './frame'
import { apartOnTheClock, hourOfWeek } from './times'

const LEAST = 0.3
const SAID_AT_MOST = 2
const GROUPS = {
  learned_kind: ['own_kind', 'own_kind_next', 'new_kind'],
  learned_hour: ['own_kind_hour', 'own_hour', 'own_hour_day'],
  learned_again: ['own_visits', 'own_month', 'own_week', 'own_next', 'been_before', 'own_next_or_share'],
  learned_city: ['city_visits', 'city_lately', 'city_part', 'new_liked'],
}
type Code = keyof typeof GROUPS

/** One true thing that speaks for an offer; its words come with it, or are filled in from its numbers. */
export interface Reason {
  code: string
  points: number
  text?: string
  count?: number
  kind?: string
  since?: number
  metres?: number
}

/** By subject and column, what the city's nightly forest says for a candidate: a part of what weighed. */
export type Says = Record<string, Record<string, number>>

/** By subject, the learned reasons that may be said, strongest first. */
export function learnedReasons(
  chosen: readonly Row[],
  candidates: readonly Framed[],
  frame: readonly (readonly number[])[],
  weights: readonly number[],
  now: number,
  says: Says = {},
): Map<string, Reason[]> {
  const said = (one: Framed, column: string) => says[one.subject]?.[column] ?? 0
  const usual = COLUMNS.map((column) => candidates.reduce((sum, one) => sum + said(one, column), 0) / candidates.length)
  const means = weights.map((_, column) => frame.reduce((sum, row) => sum + row[column]!, 0) / frame.length)
  return new Map(
    candidates.map((candidate, row) => {
      const found = (Object.keys(GROUPS) as Code[]).flatMap((code) => {
        const columns = GROUPS[code].map((name) => AT[name]!)
        const weighed = (column: number) =>
          (frame[row]![column]! - means[column]!) * weights[column]! + said(candidate, COLUMNS[column]!) - usual[column]!
        const sum = columns.reduce((all, column) => all + weighed(column), 0)
        const weight = Math.round(sum * 1e9) / 1e9
        const reason = weight >= LEAST ? counted(code, candidate, chosen, now, weight) : null
        return reason ? [{ weight, reason }] : []
      })
      found.sort((a, b) => b.weight - a.weight)
      return [candidate.subject, found.slice(0, SAID_AT_MOST).map((one) => one.reason)]
    }),
  )
}

/** Fill a reason with what was counted; null where the count does not bear it out. */
function counted(code: Code, candidate: Framed, chosen: readonly Row[], now: number, weight: number): Reason | null {
  const points = Math.round(weight * 10)
  const alike = chosen.filter(([, kind]) => kind === candidate.kind)
  if (code === 'learned_kind') {
    if (!alike.length) return null
    return { code, points, kind: candidate.kind, count: alike.length, since: Math.min(...alike.map((row) => row[2])) }
  }
  if (code === 'learned_hour') {
    const near = alike.filter((row) => apartOnTheClock(hourOfWeek(row[2]), hourOfWeek(now)) <= 2)
    return near.length >= 2 ? { code, points, kind: candidate.kind, count: near.length } : null
  }
  if (code === 'learned_again') {
    const count = chosen.filter(([subject]) => subject === candidate.subject).length
    return count ? { code, points, count } : null
  }
  return { code, points }
}
