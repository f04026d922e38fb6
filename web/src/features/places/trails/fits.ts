/** Whether a trail can be done by somebody: judged stop by stop against what was measured there. */

import { fit, type Fit, type Needs } from '~/geo/now'
import type { Stop, Trail } from './useTrails'

/** What stands in the way at a stop: which measure, and its value; a step has none. */
export interface Obstacle {
  stop: number
  measure: 'step' | 'kerb_cm' | 'incline_pct' | 'width_cm' | 'door_cm'
  value: number | null
}

export interface Doable {
  fits: Fit
  obstacles: Obstacle[]
  /** The stops, from 1, whose way nobody has measured enough to say. */
  unknown: number[]
}

/** Judge a trail: the hardest stop decides, and each obstacle is named. */
export function doable(trail: Trail, needs: Needs): Doable {
  const found: Doable = { fits: 0, obstacles: [], unknown: [] }
  trail.stops.forEach((stop, at) => {
    const way = measured(stop.way)
    const fits = fit(way, needs)
    if (fits === 1) found.unknown.push(at + 1)
    if (fits === 2) found.obstacles.push(...obstaclesOf(way, needs, at + 1))
    if (fits > found.fits) found.fits = fits
  })
  return found
}

/** Put first what one can do, then what nobody has measured, what is best known first; the rest stays in its order. */
export function byNeeds(trails: Trail[], needs: Needs): { trail: Trail; doable: Doable }[] {
  const judged = trails.map((trail) => ({ trail, doable: doable(trail, needs) }))
  if (Object.keys(needs).length === 0) return judged
  const share = ({ trail, doable: { obstacles, unknown } }: (typeof judged)[number]) => {
    const hindered = new Set(obstacles.map(({ stop }) => stop)).size
    return (hindered * 2 + unknown.length) / Math.max(1, trail.stops.length)
  }
  return judged.sort((a, b) => a.doable.fits - b.doable.fits || share(a) - share(b))
}

function measured(way: Stop['way']): Record<string, unknown> {
  const steps = typeof way.steps === 'number' && way.steps > 0
  return steps ? { ...way, step_free: false } : way
}

function obstaclesOf(way: Record<string, unknown>, needs: Needs, stop: number): Obstacle[] {
  const found: Obstacle[] = []
  const judge = (measure: Exclude<Obstacle['measure'], 'step'>, hinders: (value: number) => boolean) => {
    const value = way[measure]
    if (typeof value === 'number' && hinders(value)) found.push({ stop, measure, value })
  }
  if (needs.step_free && way.step_free === false) found.push({ stop, measure: 'step', value: null })
  const { kerb_cm_max, incline_pct_max, width_cm_min } = needs
  if (kerb_cm_max !== undefined) judge('kerb_cm', (cm) => cm > kerb_cm_max)
  if (incline_pct_max !== undefined) judge('incline_pct', (pct) => pct > incline_pct_max)
  if (width_cm_min !== undefined) {
    judge('width_cm', (cm) => cm < width_cm_min)
    judge('door_cm', (cm) => cm < width_cm_min)
  }
  return found
}
