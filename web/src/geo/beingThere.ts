import { distance_m, type Point } from './geo'

/** Whether somebody is at a place, as far as the phone can tell. */
export interface BeingThere {
  verdict: 'there' | 'unsure' | 'away'
  metres: number
}

/**
 * Say whether a position is within a circle, counting how far off the position itself may be.
 *
 * `there` only when the whole circle of error lies within; `away` only when none of it does; else nobody can be sure.
 */
export function beingThere(here: Point, accuracy_m: number, there: Point, radius_m: number): BeingThere {
  const metres = distance_m(here, there)
  if (metres + accuracy_m <= radius_m) return { verdict: 'there', metres }
  return { verdict: metres - accuracy_m <= radius_m ? 'unsure' : 'away', metres }
}
