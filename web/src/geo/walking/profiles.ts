import type { Facts } from './streets'

/** A kind of walker, in the numbers that the city gave; see profiles.py, which this follows. */
export interface Profile {
  id: string
  speed_m_s: number
  limits: Record<string, number>
  refuses: Record<string, unknown[]>
  asks: Record<string, string[]>
  unknown: number
  surface: Record<string, number>
  crossing: Record<string, number>
  step_m: number
  unlit: number
  sun: number
}

/** How many steps there are; a stair of which nobody counted them has one at least, any other way none that is known. */
function stepsOf(facts: Facts): number | null {
  return typeof facts.steps === 'number' ? facts.steps : facts.kind === 'steps' ? 1 : null
}

/** What is known to stop somebody on a way: each fact with its value. */
export function hindrances(facts: Facts, who: Profile): [string, unknown][] {
  const found: [string, unknown][] = []
  for (const [limit, most] of Object.entries(who.limits)) {
    const name = limit.slice(0, limit.lastIndexOf('_'))
    const value = name === 'steps' ? stepsOf(facts) : facts[name]
    if (typeof value === 'number' && (limit.endsWith('_max') ? value > most : value < most)) found.push([name, value])
  }
  for (const [name, values] of Object.entries(who.refuses))
    if (name in facts && values.includes(facts[name])) found.push([name, facts[name]])
  return found
}

/** What somebody would need to know of a way and nobody says. */
export function unknowns(facts: Facts, who: Profile): string[] {
  return Object.entries(who.asks)
    .filter(([name, kinds]) => kinds.includes(facts.kind) && !(name in facts))
    .map(([name]) => name)
}

/** How much each metre of a way counts, at least 1, and how many metres come on top; infinite where something stops her. */
export function weight(facts: Facts, who: Profile): [number, number] {
  if (hindrances(facts, who).length > 0) return [Infinity, 0]
  let factor = 1 + who.unknown * unknowns(facts, who).length + (who.surface[String(facts.surface ?? '')] ?? 0)
  if (facts.lit === false) factor += who.unlit
  if (facts.shade !== true) factor += who.sun
  if (facts.doubtful) factor += 2
  return [factor, (who.crossing[String(facts.crossing ?? '')] ?? 0) + who.step_m * (stepsOf(facts) ?? 0)]
}
