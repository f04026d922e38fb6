import { distance_m, type Point } from '../geo'

/** What is known of a way; what is not there is not known. */
export type Facts = Record<string, unknown> & { kind: 'street' | 'foot' | 'crossing' | 'steps' }

/** The street graph as the city gives it: millionths of a degree, and stretches as from, to and way in turn. */
export interface StreetsAnswer {
  points: number[]
  stretches: number[]
  ways: { name: string; facts: Record<string, unknown> }[]
}

/** The street graph: stretch i goes from corner `a[i]` to corner `b[i]` along way `way[i]`. */
export interface Streets {
  points: Point[]
  a: Int32Array
  b: Int32Array
  way: Int32Array
  metres: Float64Array
  ways: { name: string; facts: Facts }[]
  /** The stretches at each corner. */
  at: number[][]
}

/** The spot on a stretch that is nearest to somewhere; `share` is how far along it, `off_m` how far away. */
export interface Snap {
  stretch: number
  share: number
  point: Point
  off_m: number
}

/** How far from any street somebody may stand. */
const SNAP_M_MAX = 400
const EARTH_RADIUS_M = 6_371_008.8
const radians = (degrees: number) => (degrees * Math.PI) / 180

/** Unpack the streets that the city gave. */
export function streetsOf(answer: StreetsAnswer): Streets {
  const points: Point[] = []
  for (let i = 0; i + 1 < answer.points.length; i += 2)
    points.push({ lat: answer.points[i]! / 1e6, lon: answer.points[i + 1]! / 1e6 })
  const count = Math.floor(answer.stretches.length / 3)
  const [a, b, way] = [new Int32Array(count), new Int32Array(count), new Int32Array(count)]
  const metres = new Float64Array(count)
  const at: number[][] = points.map(() => [])
  for (let i = 0; i < count; i++) {
    a[i] = answer.stretches[3 * i]!
    b[i] = answer.stretches[3 * i + 1]!
    way[i] = answer.stretches[3 * i + 2]!
    metres[i] = distance_m(points[a[i]!]!, points[b[i]!]!)
    at[a[i]!]!.push(i)
    at[b[i]!]!.push(i)
  }
  return { points, a, b, way, metres, at, ways: answer.ways as Streets['ways'] }
}

/** Find the spot nearest to somewhere on a stretch that may be gone; null when all are too far. */
export function nearest(streets: Streets, there: Point, passable: (stretch: number) => boolean = () => true): Snap | null {
  const scale = radians(1) * EARTH_RADIUS_M
  const across = scale * Math.cos(radians(there.lat))
  let best: Snap | null = null
  for (let i = 0; i < streets.a.length; i++) {
    if (!passable(i)) continue
    const [first, last] = [streets.points[streets.a[i]!]!, streets.points[streets.b[i]!]!]
    const [y, x] = [(first.lat - there.lat) * scale, (first.lon - there.lon) * across]
    const [dy, dx] = [(last.lat - first.lat) * scale, (last.lon - first.lon) * across]
    const share = Math.min(1, Math.max(0, -(y * dy + x * dx) / Math.max(dy * dy + dx * dx, 1e-12)))
    const off_m = Math.hypot(y + share * dy, x + share * dx)
    if (off_m <= SNAP_M_MAX && (!best || off_m < best.off_m)) {
      const point = { lat: first.lat + share * (last.lat - first.lat), lon: first.lon + share * (last.lon - first.lon) }
      best = { stretch: i, share, point, off_m }
    }
  }
  return best
}
