/** Whether a house stands between me and a place: the twin of `manto/places/footprints.py`. */

import { EARTH_RADIUS_M, type Point } from './geo'

/** The corners of a ground plan, latitude and longitude, the last not the first again. */
export type Footprint = [number, number][]

type Flat = [number, number]

type Plan = Flat[]

/** A house on the plane, and the circle that holds it. */
interface House {
  plan: Plan
  middle: Flat
  reach_m: number
}

/** What rounding could lose at the edge of a circle around a house. */
const SLACK_M = 0.01

let lastHere = ''
let lastPrints: Footprint[] = []
let lastHouses: House[] = []

/**
 * Say whether the straight way to a place crosses a house that holds neither it nor me.
 *
 * All is laid on the plane that touches the globe here, by distance and direction; the houses are laid once for each spot.
 * Each is first taken for a circle: only those whose circle the way touches are looked at wall by wall.
 */
export function isBetween(footprints: Footprint[], here: Point, way: { metres: number; bearing: number }): boolean {
  if (footprints.length === 0) return false
  const turn = radians(way.bearing)
  const ahead: Flat = [Math.sin(turn), Math.cos(turn)]
  const there: Flat = [way.metres * ahead[0], way.metres * ahead[1]]
  return housesFrom(footprints, here).some(
    (house) => isTouched(house, ahead, way.metres) && crosses(house.plan, there) && !inside(house.plan, there),
  )
}

function housesFrom(footprints: Footprint[], here: Point): House[] {
  const key = `${here.lat},${here.lon}`
  if (key === lastHere && footprints === lastPrints) return lastHouses
  const lay = layingFrom(here)
  lastHouses = footprints
    .filter((footprint) => footprint.length >= 3)
    .map((footprint) => encircled(footprint.map(lay)))
    .filter(({ plan, middle, reach_m }) => length(middle) > reach_m || !inside(plan, [0, 0]))
  lastHere = key
  lastPrints = footprints
  return lastHouses
}

/** Lay points on the plane: metres eastward and northward, as far and in the direction as on the globe. */
function layingFrom(here: Point): (corner: [number, number]) => Flat {
  const [sinHere, cosHere] = [Math.sin(radians(here.lat)), Math.cos(radians(here.lat))]
  return ([lat, lon]) => {
    const [north, turn] = [radians(lat), radians(lon - here.lon)]
    const [sin, cos, cosTurn] = [Math.sin(north), Math.cos(north), Math.cos(turn)]
    const flat: Flat = [cos * Math.sin(turn), cosHere * sin - sinHere * cos * cosTurn]
    const sine = length(flat)
    const metres = EARTH_RADIUS_M * Math.atan2(sine, sinHere * sin + cosHere * cos * cosTurn)
    const drawnOut = sine > 0 ? metres / sine : 0
    return [flat[0] * drawnOut, flat[1] * drawnOut]
  }
}

function encircled(plan: Plan): House {
  const middle: Flat = [0, 0]
  for (const [x, y] of plan) {
    middle[0] += x / plan.length
    middle[1] += y / plan.length
  }
  const away = plan.map(([x, y]) => length([x - middle[0], y - middle[1]]))
  return { plan, middle, reach_m: Math.max(...away) + SLACK_M }
}

function isTouched({ middle: [x, y], reach_m }: House, [east, north]: Flat, metres: number): boolean {
  if (Math.abs(east * y - north * x) > reach_m) return false
  const along = east * x + north * y
  return along >= -reach_m && along <= metres + reach_m
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

function length([x, y]: Flat): number {
  return Math.sqrt(x * x + y * y)
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180
}
