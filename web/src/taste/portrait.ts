// What was learned about a resident, as a few statements that anyone can check by counting.
import type { Refusal, Row } from './frame'
import { hourOfWeek } from './times'

const KINDS_SAID = 3
const PARTS = [
  [23, 'night'],
  [18, 'evening'],
  [12, 'afternoon'],
  [5, 'morning'],
] as const

export interface Statement {
  code: 'kind' | 'hours' | 'returns' | 'varied' | 'new' | 'new_none' | 'refused'
  /** How strong it is, from 0 to 1, for the bar. */
  share: number
  kind?: string
  count: number
  of?: number
  offered?: number
  since?: number
  part?: (typeof PARTS)[number][1]
  days?: number[]
}

/** What was learned, strongest first within each subject; `chosen` in the order of time. */
export function portrait(
  chosen: readonly Row[],
  refused: readonly Refusal[],
  tried: { offered: number; tried: number },
): Statement[] {
  const said: Statement[] = []
  if (chosen.length) said.push(...kinds(chosen), hours(chosen), returns(chosen))
  if (tried.offered) {
    const share = tried.tried / tried.offered
    said.push({ code: tried.tried ? 'new' : 'new_none', share, count: tried.tried, offered: tried.offered })
  }
  for (const [kind, count] of mostCommon(refused.map(([of]) => of), KINDS_SAID))
    said.push({ code: 'refused', share: Math.min(1, count / 5), kind, count })
  return said
}

function partOfDay(quarter: number) {
  const hour = hourOfWeek(quarter) % 24
  return PARTS.find(([begins]) => hour >= begins)?.[1] ?? 'night'
}

/** The most frequent, most frequent first; of equals the one met first. */
function mostCommon<T>(items: readonly T[], most: number): [T, number][] {
  const counts = new Map<T, number>()
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1]).slice(0, most)
}

function kinds(chosen: readonly Row[]): Statement[] {
  return mostCommon(chosen.map(([, kind]) => kind), KINDS_SAID).map(([kind, count]) => ({
    code: 'kind',
    share: count / chosen.length,
    kind,
    count,
    since: chosen.find((row) => row[1] === kind)![2],
  }))
}

function hours(chosen: readonly Row[]): Statement {
  const [part, count] = mostCommon(chosen.map((row) => partOfDay(row[2])), 1)[0]!
  const days = chosen.filter((row) => partOfDay(row[2]) === part).map((row) => Math.floor(hourOfWeek(row[2]) / 24))
  const often = mostCommon(days, 2).map(([day]) => day).sort((a, b) => a - b)
  return { code: 'hours', share: count / chosen.length, part, count, of: chosen.length, days: often }
}

function returns(chosen: readonly Row[]): Statement {
  const again = chosen.length - new Set(chosen.map(([subject]) => subject)).size
  const code = 2 * again >= chosen.length ? 'returns' : 'varied'
  return { code, share: again / chosen.length, count: again, of: chosen.length }
}
