import type { Point } from '../geo'
import type { Overlay } from './barriers'
import { hindrances, weight, type Profile } from './profiles'
import { nearest, type Facts, type Snap, type Streets } from './streets'

const OTHERS_MAX = 2
const OTHER_FACTOR = 1.6
const SHARED_MAX = 0.7
const COST_MAX = 1.6

/** A way from door to door: a piece, as stretch and metres, for each two neighbouring points. */
export interface Walk {
  points: Point[]
  pieces: [stretch: number, metres: number][]
  metres: number
  cost: number
}

/** The streets as one walker finds them today; the same as routing.py, held equal by tests/vectors/walking.json. */
export class Network {
  readonly costs: Float64Array

  constructor(
    readonly streets: Streets,
    readonly who: Profile,
    readonly barriers: Overlay = new Map(),
  ) {
    const weights = streets.ways.map((way) => weight(way.facts, who))
    const whole = new Float64Array(streets.ways.length)
    streets.way.forEach((way, i) => (whole[way]! += streets.metres[i]!))
    const cost = (i: number, [factor, more]: [number, number]) =>
      streets.metres[i]! * (factor + more / Math.max(whole[streets.way[i]!]!, 1e-9))
    this.costs = Float64Array.from(streets.way, (way, i) => cost(i, weights[way]!))
    for (const i of barriers.keys()) this.costs[i] = cost(i, weight(this.factsOf(i), who))
  }

  #unreported: Network | null = null

  /** The same streets as this walker would find them if nobody had reported anything. */
  get unreported(): Network {
    this.#unreported ??= this.barriers.size > 0 ? new Network(this.streets, this.who) : this
    return this.#unreported
  }

  /** What is known of a stretch today. */
  factsOf(stretch: number): Facts {
    return { ...this.streets.ways[this.streets.way[stretch]!]!.facts, ...this.barriers.get(stretch) }
  }

  /** What stops this walker on a stretch. */
  stops(stretch: number) {
    return hindrances(this.factsOf(stretch), this.who)
  }

  /** Find the best way and others that are really others; nothing when there is none that she can go. */
  walks(start: Point, end: Point, others = OTHERS_MAX): Walk[] {
    const best = this.#walk(start, end, this.costs)
    if (!best) return []
    const found = [best]
    const costs = Float64Array.from(this.costs)
    const used = new Set(best.pieces.map(([stretch]) => stretch))
    for (let round = 0; round < others; round++) {
      for (const stretch of used) costs[stretch]! *= OTHER_FACTOR
      const other = this.#walk(start, end, costs)
      if (!other) break
      const shared = other.pieces.reduce((sum, [stretch, metres]) => sum + (used.has(stretch) ? metres : 0), 0)
      other.pieces.forEach(([stretch]) => used.add(stretch))
      if (shared <= SHARED_MAX * other.metres && other.cost <= COST_MAX * best.cost) found.push(other)
    }
    return found
  }

  #walk(start: Point, end: Point, costs: Float64Array): Walk | null {
    const passable = (stretch: number) => Number.isFinite(costs[stretch])
    const first = nearest(this.streets, start, passable)
    const last = nearest(this.streets, end, passable)
    if (!first || !last) return null
    const across = this.#across(first, last, costs)
    const along = this.#along(first, last, costs)
    const way = along && (!across || along.cost <= across.cost) ? along : across
    if (!way) return null
    const { metres } = this.streets
    const real = way.pieces.reduce((sum, [i, m]) => sum + (this.costs[i]! * m) / Math.max(metres[i]!, 1e-9), 0)
    return { ...way, metres: way.pieces.reduce((sum, [, m]) => sum + m, 0), cost: real }
  }

  #along(first: Snap, last: Snap, costs: Float64Array): Omit<Walk, 'metres'> | null {
    if (first.stretch !== last.stretch) return null
    const share = Math.abs(first.share - last.share)
    const pieces: Walk['pieces'] = [[first.stretch, share * this.streets.metres[first.stretch]!]]
    return { points: [first.point, last.point], pieces, cost: share * costs[first.stretch]! }
  }

  /** Dijkstra from both ends of the first stretch to both ends of the last. */
  #across(first: Snap, last: Snap, costs: Float64Array): Omit<Walk, 'metres'> | null {
    const { streets } = this
    const ends = (snap: Snap): [number, number][] => [
      [streets.a[snap.stretch]!, snap.share],
      [streets.b[snap.stretch]!, 1 - snap.share],
    ]
    const far = new Float64Array(streets.points.length).fill(Infinity)
    const by = new Int32Array(streets.points.length).fill(-1)
    const queue = new Queue()
    for (const [corner, out] of ends(first)) {
      const cost = out * costs[first.stretch]!
      if (cost < far[corner]!) queue.push(corner, (far[corner] = cost))
    }
    const goals = ends(last)
    let best = Infinity
    for (let next = queue.pop(); next && next.cost < best; next = queue.pop()) {
      const { corner, cost } = next
      if (cost > far[corner]!) continue
      for (const [goal, into] of goals)
        if (goal === corner) best = Math.min(best, cost + into * costs[last.stretch]!)
      for (const stretch of streets.at[corner]!) {
        const other = streets.a[stretch] === corner ? streets.b[stretch]! : streets.a[stretch]!
        const reached = cost + costs[stretch]!
        if (reached < far[other]!) {
          far[other] = reached
          by[other] = stretch
          queue.push(other, reached)
        }
      }
    }
    if (!Number.isFinite(best)) return null
    const [goal, into] = goals.reduce((a, b) =>
      far[a[0]]! + a[1] * costs[last.stretch]! <= far[b[0]]! + b[1] * costs[last.stretch]! ? a : b,
    )
    return { ...this.#traced(goal, by, first, last, into), cost: best }
  }

  #traced(goal: number, by: Int32Array, first: Snap, last: Snap, into: number): Pick<Walk, 'points' | 'pieces'> {
    const { streets } = this
    const points = [streets.points[goal]!]
    const pieces: Walk['pieces'] = []
    let corner = goal
    while (by[corner]! >= 0) {
      const stretch = by[corner]!
      pieces.unshift([stretch, streets.metres[stretch]!])
      corner = streets.a[stretch] === corner ? streets.b[stretch]! : streets.a[stretch]!
      points.unshift(streets.points[corner]!)
    }
    const out = streets.a[first.stretch] === corner ? first.share : 1 - first.share
    if (out > 0) {
      points.unshift(first.point)
      pieces.unshift([first.stretch, out * streets.metres[first.stretch]!])
    }
    if (into > 0) {
      points.push(last.point)
      pieces.push([last.stretch, into * streets.metres[last.stretch]!])
    }
    return { points, pieces }
  }
}

/** A binary heap of corners, the nearest first. */
class Queue {
  readonly #held: { corner: number; cost: number }[] = []

  push(corner: number, cost: number): void {
    const held = this.#held
    held.push({ corner, cost })
    let at = held.length - 1
    while (at > 0) {
      const above = (at - 1) >> 1
      if (held[above]!.cost <= held[at]!.cost) break
      ;[held[above], held[at]] = [held[at]!, held[above]!]
      at = above
    }
  }

  pop(): { corner: number; cost: number } | undefined {
    const held = this.#held
    const first = held[0]
    const last = held.pop()
    if (held.length === 0 || !last) return first
    held[0] = last
    let at = 0
    for (;;) {
      const [left, right] = [2 * at + 1, 2 * at + 2]
      let least = at
      if (left < held.length && held[left]!.cost < held[least]!.cost) least = left
      if (right < held.length && held[right]!.cost < held[least]!.cost) least = right
      if (least === at) return first
      ;[held[least], held[at]] = [held[at]!, held[least]!]
      at = least
    }
  }
}
