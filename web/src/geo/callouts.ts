/** What is said aloud on the way, and when: as in Soundscape, ahead, right, behind, left. */

import type { Standing, Candidate } from './now'
import { turnedFrom } from './now'
import { bearing_deg, distance_m, type Point } from './geo'

export type Side = 'ahead' | 'right' | 'behind' | 'left'
/** Only what is told and what one chose; what matters; everything. */
export type Verbosity = 'few' | 'some' | 'all'

const REACH_M = { few: 40, some: 50, all: 60 } as const
const AGAIN_AFTER_S = 300
const AT_ONCE = { few: 1, some: 2, all: 4 } as const
/** Kinds that one hears only when one wants everything. */
const PLAIN = new Set(['bench', 'bike_parking', 'parking', 'recycling', 'shop', 'bus_stop', 'drinking_water'])

/** What was said, by place: when, seconds since 1970. */
export type Said = ReadonlyMap<string, number>

/** Say on which side of somebody something is. */
export function sideOf(relative_deg: number): Side {
  const turn = (((relative_deg + 45) % 360) + 360) % 360
  return (['ahead', 'right', 'behind', 'left'] as const)[Math.floor(turn / 90)]!
}

/** Choose what to say now: what came within reach and was not said for five minutes, nearest first, a few at a time. */
export function callouts<T extends Candidate>(
  around: Standing<T>[],
  said: Said,
  now_s: number,
  verbosity: Verbosity,
): Standing<T>[] {
  return around
    .filter((one) => one.distance_m <= REACH_M[verbosity])
    .filter((one) => verbosity === 'all' || one.place.told || (verbosity === 'some' && !PLAIN.has(one.place.category)))
    .filter((one) => now_s - (said.get(one.place.id) ?? -Infinity) >= AGAIN_AFTER_S)
    .sort((a, b) => a.distance_m - b.distance_m)
    .slice(0, AT_ONCE[verbosity])
}

/** Where one goes, from the last two spots that are far enough apart to mean it; null while one stands. */
export function courseOf(track: Point[]): number | null {
  const last = track.at(-1)
  if (!last) return null
  for (let at = track.length - 2; at >= 0; at -= 1) {
    const before = track[at]!
    if (distance_m(before, last) >= 6) return bearing_deg(before, last)
  }
  return null
}

/** How a beacon sounds: from -1 left to 1 right, muffled behind one's back, quicker when near. */
export function beaconSound(relative_deg: number, metres: number) {
  const turn = (relative_deg * Math.PI) / 180
  return {
    pan: Math.sin(turn),
    muffled: Math.cos(turn) < 0,
    onCourse: Math.abs(turnedFrom(relative_deg, 0)) <= 12,
    interval_ms: Math.round(Math.max(250, Math.min(1400, 250 + metres * 6))),
    arrived: metres < 15,
  }
}

interface Line {
  text: string
  urgent: boolean
}

/**
 * Speaks one line after another, and never over itself.
 *
 * 1. An urgent line, which somebody asked for, cuts short what is being said and goes before what waits.
 * 2. More than three that wait are stale before they are said: the oldest go.
 * 3. Who uses a screen reader hears it from there alone: `speak` is then not called at all, see `ListenFace`.
 */
export class SpeechQueue {
  #waiting: Line[] = []
  #speaking: Line | null = null
  readonly #speak: (text: string) => Promise<void>
  readonly #hush: () => void

  constructor(speak: (text: string) => Promise<void>, hush: () => void) {
    this.#speak = speak
    this.#hush = hush
  }

  say(text: string, urgent = false): void {
    if (urgent) {
      this.#waiting = this.#waiting.filter((line) => line.urgent)
      if (this.#speaking && !this.#speaking.urgent) this.#hush()
    }
    this.#waiting.push({ text, urgent })
    if (this.#waiting.length > 3) this.#waiting.shift()
    void this.#next()
  }

  stop(): void {
    this.#waiting = []
    this.#hush()
  }

  async #next(): Promise<void> {
    if (this.#speaking) return
    const line = this.#waiting.shift()
    if (!line) return
    this.#speaking = line
    await this.#speak(line.text).catch(() => undefined)
    this.#speaking = null
    await this.#next()
  }
}
