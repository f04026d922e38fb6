import type { Point } from '../geo'
import { nearest, type Facts, type Streets } from './streets'

/** A report as the city tells it; `believed_until` and `over_at` let it grow old on the phone too. */
export interface Barrier {
  id: number
  kind: string
  value: number | null
  lat: number
  lon: number
  believed_until: string
  over_at: string
}

const NEAR_M = 35
const FACTS: Record<string, [string, unknown]> = {
  blocked: ['blocked', true],
  kerb: ['kerb_cm', 15],
  steps: ['steps', 1],
  steep: ['incline_pct', 15],
  narrow: ['width_cm', 60],
  surface: ['smoothness', 'very_bad'],
}

export type Overlay = Map<number, Partial<Facts>>

/** Lay reports over the stretches that they stand on, as they stand at a moment. */
export function laidOver(streets: Streets, barriers: Barrier[], now: Date): Overlay {
  const laid: Overlay = new Map()
  for (const barrier of barriers) {
    if (new Date(barrier.over_at) < now) continue
    const snap = nearest(streets, barrier as Point)
    const known = FACTS[barrier.kind]
    if (!snap || snap.off_m > NEAR_M || !known) continue
    const facts = laid.get(snap.stretch) ?? {}
    laid.set(snap.stretch, facts)
    if (new Date(barrier.believed_until) >= now)
      Object.assign(facts, { [known[0]]: barrier.value ?? known[1], barrier: String(barrier.id) })
    else facts.doubtful = true
  }
  return laid
}
