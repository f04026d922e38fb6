/** What somebody likes by kind of place, counted from the choices that her phone keeps: as `assistant/taste/liking.py` does. */

import type { KeptChoice } from '~/offline/store'

/** As many words against, so to speak, as nobody has said: one choice alone moves little. */
const DOUBT = 3

export interface Counted {
  score: number
  chosen: number
  refused: number
}

/** Weigh what was taken up against what was refused; what is no kind of place is left. */
export function likedOf(choices: readonly KeptChoice[], isPlace: (kind: string) => boolean): Map<string, Counted> {
  const counts = new Map<string, Counted>()
  for (const { kind, how } of choices) {
    if (!isPlace(kind)) continue
    const one = counts.get(kind) ?? { score: 0, chosen: 0, refused: 0 }
    if (how === 'refused') one.refused += 1
    else one.chosen += 1
    one.score = (one.chosen - one.refused) / (one.chosen + one.refused + DOUBT)
    counts.set(kind, one)
  }
  return new Map([...counts].sort(([a, first], [b, second]) => second.score - first.score || (a < b ? -1 : 1)))
}
