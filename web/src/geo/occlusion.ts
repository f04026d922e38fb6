/** Whether a house stands between me and a place: the twin of `manto/places/footprints.py`. */

import { bearing_deg, distance_m, type Point } from './geo'

/** The corners of a ground plan, latitude and longitude, the last not the first again. */
export type Footprint = [number, number][]

type Flat = [number, number]

type Plan = Flat[]

let lastHere = ''
let lastPrints: Footprint[] = []
let lastPlans: Plan[] = []

/**
 * Say whether the straight way to a place crosses a house that holds neither it nor me.
 *
 * All is laid on the plane that touches the globe here, by distance and direction; the houses are laid once for each spot.
 */
export function isBetween(footprints: Footprint[], here: Point, way: { metres: number; bearing: number }): boolean {
  if (footprints.length === 0) return false
  const there = flat(way.metres, way.bearing)
  return plansFrom(footprints, here).some((plan) => crosses(plan, there) && !inside(plan, there))
}

function plansFrom(footprints: Footprint[], here: Point): Plan[] {
  const key = `${here.lat},${here.lon}`
  if (key === lastHere && footprints === lastPrints) return lastPlans
  lastPlans = footprints
    .map((footprint) =>
      footprint.map(([lat, lon]) => flat(distance_m(here, { lat, lon }), bearing_deg(here, { lat, lon }))),
    )
    .filter((plan) => plan.length >= 3 && !inside(plan, [0, 0]))
  lastHere = key
  lastPrints = footprints
  return lastPlans
}

function flat(metres: number, bearing: number): Flat {
  const turn = (bearing * Math.PI) / 180
  return [metres * Math.sin(turn), metres * Math.cos(turn)]
}

/** A line from it eastward crosses the outline an odd number of times. */
function inside(plan: Plan, [x, y]: Flat): boolean {
  let odd = false
  plan.forEach(([x1, y1], at) => {
    const [x2, y2] = plan[(at + 1) % plan.length]!
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) odd = !odd
  })
  return odd
}

/** To touch the outline is not to cross it. */
function crosses(plan: Plan, [px, py]: Flat): boolean {
  return plan.some(([ax, ay], at) => {
    const [bx, by] = plan[(at + 1) % plan.length]!
    if ((px * ay - py * ax) * (px * by - py * bx) >= 0) return false
    const [ex, ey] = [bx - ax, by - ay]
    return (ex * -ay - ey * -ax) * (ex * (py - ay) - ey * (px - ax)) < 0
  })
}
