import { bearing_deg, type Point } from '../geo'
import { unknowns } from './profiles'
import type { Network, Walk } from './routing'

const TURN_DEG = 30
const SHARP_DEG = 135

export type Turn = 'start' | 'straight' | 'left' | 'right' | 'back'

/** Going along one street. */
export interface Step {
  name: string
  kind: string
  metres: number
  turn: Turn
  bearing_deg: number
  at: Point
  crossing: string
  steps: number
}

/** Something on the shortest way that stops this walker; `barrier` is the report that says so, if one does. */
export interface Avoided {
  fact: string
  value: unknown
  name: string
  at: Point
  barrier: string
}

/** A walk in words and numbers; the same as explaining.py. */
export interface Told {
  walk: Walk
  minutes: number
  steps: Step[]
  avoided: Avoided[]
  longer_m: number
  unknown: Record<string, number>
  helps: { shade_m: number; lit_m: number; benches: number; toilets: number }
}

/** Say what there is to say of a walk, beside the shortest of all and the walker's own if nobody had reported anything. */
export function told(network: Network, walk: Walk, shortest: Walk | undefined, usual?: Walk): Told {
  const unknown: Record<string, number> = {}
  const helps = { shade_m: 0, lit_m: 0, benches: 0, toilets: 0 }
  const ways = new Set<number>()
  for (const [stretch, metres] of walk.pieces) {
    const facts = network.factsOf(stretch)
    for (const fact of unknowns(facts, network.who)) unknown[fact] = (unknown[fact] ?? 0) + metres
    if (facts.shade) helps.shade_m += metres
    if (facts.lit) helps.lit_m += metres
    const way = network.streets.way[stretch]!
    if (ways.has(way)) continue
    ways.add(way)
    helps.benches += Number(facts.benches ?? 0)
    helps.toilets += Number(facts.toilets ?? 0)
  }
  return {
    walk,
    minutes: walk.metres / network.who.speed_m_s / 60,
    steps: stepsOf(network, walk),
    avoided: avoidedOn(network, shortest, usual),
    longer_m: shortest ? Math.max(0, walk.metres - shortest.metres) : 0,
    unknown,
    helps,
  }
}

/** What stops this walker on some ways, each thing of each street once. */
export function avoidedOn(network: Network, ...walks: (Walk | undefined)[]): Avoided[] {
  const found = new Map<string, Avoided>()
  for (const [stretch] of walks.flatMap((walk) => walk?.pieces ?? [])) {
    const { name } = network.streets.ways[network.streets.way[stretch]!]!
    const overlay = network.barriers.get(stretch)
    const [a, b] = [network.streets.points[network.streets.a[stretch]!]!, network.streets.points[network.streets.b[stretch]!]!]
    const at = { lat: (a.lat + b.lat) / 2, lon: (a.lon + b.lon) / 2 }
    for (const [fact, value] of network.stops(stretch)) {
      const key = JSON.stringify([fact, value, name])
      const barrier = overlay && fact in overlay ? String(overlay.barrier ?? '') : ''
      if (!found.has(key)) found.set(key, { fact, value, name, at, barrier })
    }
  }
  return [...found.values()]
}

/** Find ways for one walker, beside those of somebody whom nothing stops (`free`), each with what is to be said of it; and, where there is none, what stands in the way. */
export function waysOf(network: Network, free: Network, start: Point, end: Point): { ways: Told[]; inTheWay: Avoided[] } {
  const [shortest] = free.walks(start, end, 0)
  const usual = network.barriers.size > 0 ? network.unreported.walks(start, end, 0)[0] : undefined
  const walks = network.walks(start, end)
  if (walks.length === 0) return { ways: [], inTheWay: avoidedOn(network, shortest, usual) }
  return { ways: walks.map((walk) => told(network, walk, shortest, usual)), inTheWay: [] }
}

/** Cut a walk into its streets, and say at each which way to turn. */
function stepsOf(network: Network, walk: Walk): Step[] {
  const steps: Step[] = []
  let cameFrom = 0
  walk.pieces.forEach(([stretch, metres], i) => {
    const [start, end] = [walk.points[i]!, walk.points[i + 1]!]
    const facts = network.factsOf(stretch)
    const { name } = network.streets.ways[network.streets.way[stretch]!]!
    const towards = bearing_deg(start, end)
    const last = steps.at(-1)
    if (last && last.name === name && last.kind === facts.kind) last.metres += metres
    else
      steps.push({
        name,
        kind: facts.kind,
        metres,
        turn: last ? turnOf(towards - cameFrom) : 'start',
        bearing_deg: towards,
        at: start,
        crossing: String(facts.crossing ?? ''),
        steps: Number(facts.steps ?? 0),
      })
    cameFrom = towards
  })
  return steps
}

function turnOf(turned: number): Turn {
  const angle = ((((turned + 180) % 360) + 360) % 360) - 180
  if (Math.abs(angle) < TURN_DEG) return 'straight'
  if (Math.abs(angle) > SHARP_DEG) return 'back'
  return angle > 0 ? 'right' : 'left'
}
