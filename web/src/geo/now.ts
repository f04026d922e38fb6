/**
 * What is around me now, in the order in which it matters to me: the same on the phone as on the server.
 *
 * The seven rules stand at the top of `manto/places/ranking.py`; tests/vectors/now.json holds both to them.
 */

import { bearing_deg, distance_m, type Point } from './geo'
import { isBetween, type Footprint } from './occlusion'

const HERE_M = 25
const SURE_M_MAX = 50
const NEAR_M = 100
const OPENING = { open: 1, unknown: 0.9, closed: 0.4 }
const FIT = [1, 0.8, 0.3] as const
const LABEL_GAP_PX = 8

/** What somebody needs of a way in; what is left out is not asked. It never leaves the phone. */
export interface Needs {
  step_free?: boolean
  kerb_cm_max?: number
  incline_pct_max?: number
  width_cm_min?: number
  surfaces_not?: string[]
}

/** As much of a place as the ranking needs. */
export interface Candidate extends Point {
  id: string
  category: string
  state: 'open' | 'unknown' | 'closed'
  /** Whether the city tells something there. */
  told?: boolean
  /** From when to when it holds, seconds since 1970, the end excluded. */
  valid?: [number, number]
  audience?: string[]
  access?: Record<string, unknown>
}

/** Who asks, from where, looking where. */
export interface Asking {
  here: Point
  accuracy_m: number
  /** Where one looks; null when the compass is not asked, and then nothing has a place on the picture. */
  heading_deg: number | null
  view_deg: number
  width_px: number
  radius_m: number
  /** Seconds since 1970. */
  now: number
  audience: string[]
  needs: Needs
  /** By kind of place, from -1 to 1: a port; nothing is known of anybody unless she let it be learned. */
  preferences: Record<string, number>
  label_px: number
  labels_max: number
  lanes: number
  count: number
}

/** Whether it fits my needs: it does, nobody knows, it does not. */
export type Fit = 0 | 1 | 2

/** One place as it stands to the one who asks. */
export interface Standing<T extends Candidate> {
  place: T
  distance_m: number
  bearing_deg: number
  /** To the right of where I look, from -180 to 180; 0 when nobody asked the compass. */
  relative_deg: number
  score: number
  fits: Fit
  is_here: boolean
  is_behind: boolean
  /** -1 when it has no label. */
  lane: number
  /** The middle of its label; null when it is not in view. */
  x_px: number | null
}

/** How far before the eye the picture stands, in its own pixels: x = middle + focal × tan(direction). */
export function focal_px({ width_px, view_deg }: Pick<Asking, 'width_px' | 'view_deg'>): number {
  return width_px / 2 / Math.tan((view_deg * Math.PI) / 360)
}

/** Say how far to the right of where I look something lies, from -180 to 180. */
export function turnedFrom(bearing: number, heading: number): number {
  return (((bearing - heading + 540) % 360) + 360) % 360 - 180
}

/** Order everything around, and say how each stands to the one who asks. */
export function now<T extends Candidate>(places: T[], footprints: Footprint[], asking: Asking): Standing<T>[] {
  const held = places.flatMap((place) => {
    const metres = distance_m(asking.here, place)
    if (metres > asking.radius_m || !holds(place, asking) || !isMeant(place, asking)) return []
    const fits = fit(place.access ?? {}, asking.needs)
    const taste = 1 + Math.max(-1, Math.min(1, asking.preferences[place.category] ?? 0)) / 2
    const score = (place.told ? 1 : 0.6) * (NEAR_M / (NEAR_M + metres)) * OPENING[place.state] * FIT[fits] * taste
    return [{ place, metres, fits, score }]
  })
  held.sort(
    (a, b) =>
      Math.round(b.score * 1e9) - Math.round(a.score * 1e9) ||
      a.metres - b.metres ||
      (a.place.id < b.place.id ? -1 : 1),
  )
  const placed: number[][] = Array.from({ length: asking.lanes }, () => [])
  return held.slice(0, asking.count).map(({ place, metres, fits, score }) => {
    const bearing = bearing_deg(asking.here, place)
    const relative = asking.heading_deg === null ? 0 : turnedFrom(bearing, asking.heading_deg)
    const is_here = metres < Math.max(HERE_M, Math.min(asking.accuracy_m, SURE_M_MAX))
    const inView = asking.heading_deg !== null && !is_here && Math.abs(relative) <= asking.view_deg / 2
    const x_px = inView ? asking.width_px / 2 + focal_px(asking) * Math.tan((relative * Math.PI) / 180) : null
    return {
      place,
      distance_m: metres,
      bearing_deg: bearing,
      relative_deg: relative,
      score,
      fits,
      is_here,
      is_behind: isBetween(footprints, asking.here, { metres, bearing }),
      lane: x_px === null ? -1 : takeLane(placed, x_px, asking),
      x_px,
    }
  })
}

function holds({ valid }: Candidate, { now: moment }: Asking): boolean {
  return !valid || (valid[0] <= moment && moment < valid[1])
}

function isMeant({ audience }: Candidate, asking: Asking): boolean {
  if (!audience?.length || asking.audience.length === 0) return true
  return audience.some((one) => asking.audience.includes(one))
}

/** Say whether what was measured meets what I need: 0 it does, 1 nobody knows, 2 it does not. */
export function fit(access: Record<string, unknown>, needs: Needs): Fit {
  const told: (boolean | null)[] = []
  const number = (name: string) => (typeof access[name] === 'number' ? (access[name] as number) : null)
  const least = [number('width_cm'), number('door_cm')].filter((one) => one !== null)
  const judge = (value: number | null, ok: (value: number) => boolean) => told.push(value === null ? null : ok(value))
  if (needs.step_free) told.push(typeof access.step_free === 'boolean' ? access.step_free : null)
  if (needs.kerb_cm_max !== undefined) judge(number('kerb_cm'), (cm) => cm <= needs.kerb_cm_max!)
  if (needs.incline_pct_max !== undefined) judge(number('incline_pct'), (pct) => pct <= needs.incline_pct_max!)
  if (needs.width_cm_min !== undefined)
    judge(least.length > 0 ? Math.min(...least) : null, (cm) => cm >= needs.width_cm_min!)
  if (needs.surfaces_not?.length) {
    const ground = typeof access.surface === 'string' && access.surface ? access.surface : null
    told.push(ground === null ? null : !needs.surfaces_not.includes(ground))
  }
  return told.includes(false) ? 2 : told.includes(null) ? 1 : 0
}

function takeLane(placed: number[][], x: number, asking: Asking): number {
  if (placed.reduce((sum, lane) => sum + lane.length, 0) >= asking.labels_max) return -1
  const lane = placed.findIndex((taken) => taken.every((other) => Math.abs(x - other) >= asking.label_px + LABEL_GAP_PX))
  if (lane >= 0) placed[lane]!.push(x)
  return lane
}

