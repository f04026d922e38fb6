import type { Liked } from '../faces/useLiking'
import { stateAt } from '../filters/filters'
import type { Near } from '../usePlaces'

const OPENING = { open: 1, unknown: 0.9, closed: 0.4 }
/** So much liked it says so in a word. */
const SAID_FROM = 0.1

/**
 * Put places in the order in which they matter to somebody: near, open, told of, and of a kind that she likes.
 *
 * It is the third rule of the ranking (`geo/now.ts`) without needs, which the list says in words and does not hide.
 */
export function byTaste(items: Near[], likes: ReadonlyMap<string, Liked>, now: Date): Near[] {
  const scored = items.map((near) => {
    const { place, distance_m } = near
    const liked = likes.get(place.category)
    const taste = 1 + Math.min(1, Math.max(-1, liked?.score ?? 0)) / 2
    const score = (place.told ? 1 : 0.6) * (100 / (100 + distance_m)) * OPENING[stateAt(place.open, now)] * taste
    return { near: liked && liked.score >= SAID_FROM ? { ...near, liked: liked.why } : near, score }
  })
  return scored
    .sort((a, b) => b.score - a.score || a.near.distance_m - b.near.distance_m || (a.near.place.id < b.near.place.id ? -1 : 1))
    .map(({ near }) => near)
}
