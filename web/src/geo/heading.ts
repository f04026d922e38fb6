/** Where the phone looks, from whatever its browser gives; and by hand where it gives nothing. */

import { useSyncExternalStore } from 'react'

/** More than this and the direction is a guess: the app says so. */
export const SURE_DEG = 20
const SETTLED_DEG = 0.02
const KEPT = 'manto.north'

export type Heading =
  | { state: 'unasked' | 'asking' }
  /** `byHand`: there is no compass, or it was refused; one turns with buttons. */
  | { state: 'known'; heading_deg: number; accuracy_deg: number | null; byHand: boolean; offset_deg: number }

interface Reading {
  heading_deg: number
  accuracy_deg: number | null
}

type Angles = Pick<DeviceOrientationEvent, 'alpha' | 'beta' | 'gamma'>
interface AppleEvent extends DeviceOrientationEvent {
  webkitCompassHeading?: number
  webkitCompassAccuracy?: number
}

const turned = (degrees: number) => ((degrees % 360) + 360) % 360
const radians = (degrees: number) => (degrees * Math.PI) / 180

/**
 * Say where the back of a phone looks, degrees from north, from its three angles; where it lies flat, where its top points.
 *
 * The angles are Z-X'-Y'' of the W3C's Device Orientation, `alpha` against the sun from north. The back's direction is
 * the third column of the rotation, turned round; near the plumb line it has no direction, so the top's is taken.
 */
export function headingOf({ alpha, beta, gamma }: Angles, screen_deg = 0): number | null {
  if (alpha === null || beta === null || gamma === null) return null
  const [a, b, c] = [radians(alpha), radians(beta), radians(gamma)]
  const backEast = -Math.cos(a) * Math.sin(c) - Math.sin(a) * Math.sin(b) * Math.cos(c)
  const backNorth = -Math.sin(a) * Math.sin(c) + Math.cos(a) * Math.sin(b) * Math.cos(c)
  if (Math.hypot(backEast, backNorth) > 0.35) return turned((Math.atan2(backEast, backNorth) * 180) / Math.PI)
  const [topEast, topNorth] = [-Math.sin(a) * Math.cos(b), Math.cos(a) * Math.cos(b)]
  return turned((Math.atan2(topEast, topNorth) * 180) / Math.PI + screen_deg)
}

/** Read an event of either family: Apple's compass, or an absolute orientation; null when it says nothing of north. */
export function readingOf(event: AppleEvent, screen_deg = 0): Reading | null {
  if (typeof event.webkitCompassHeading === 'number') {
    const accuracy = event.webkitCompassAccuracy
    const unsure = accuracy === undefined || accuracy < 0
    return { heading_deg: turned(event.webkitCompassHeading + screen_deg), accuracy_deg: unsure ? 180 : accuracy }
  }
  if (!event.absolute) return null
  const heading = headingOf(event, screen_deg)
  return heading === null ? null : { heading_deg: heading, accuracy_deg: null }
}

/**
 * How far readings tremble, degrees: what a compass that says nothing of itself is judged by.
 *
 * The median of how far each reading leaves the straight line between its neighbours, so that turning is no trembling;
 * null while there are too few.
 */
export function trembles_deg(readings: number[]): number | null {
  if (readings.length < 8) return null
  const apart = (a: number, b: number) => ((a - b + 540) % 360) - 180
  const leaps = readings
    .slice(1, -1)
    .map((one, at) => Math.abs(apart(one, readings[at]!) + apart(one, readings[at + 2]!)) / 2)
    .sort((a, b) => a - b)
  return leaps[Math.floor(leaps.length / 2)]! * 2
}

/** One step from the shown direction towards the measured one: small trembles are calmed, turns are followed at once. */
export function eased(shown: number, measured: number): number {
  const away = ((measured - shown + 540) % 360) - 180
  if (Math.abs(away) < SETTLED_DEG) return turned(measured)
  const share = Math.min(1, 0.15 + Math.abs(away) / 20)
  return turned(shown + away * share)
}

type Permission = { requestPermission?: () => Promise<'granted' | 'denied'> }
const PATIENCE_MS = 1500

class HeadingService {
  #now: Heading = { state: 'unasked' }
  #measured = 0
  #shown = 0
  #accuracy: number | null = null
  #byHand = false
  #offset = keptOffset()
  #recent: { at: number; heading: number }[] = []
  #frame = 0
  #timer = 0
  #users = 0
  readonly #listeners = new Set<() => void>()

  read = (): Heading => this.#now

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Ask for the compass; on iOS only from a press. Say in the end that there is none, and let one turn by hand. */
  ask = async (): Promise<void> => {
    if (this.#users > 0) return
    this.#users += 1
    if (this.#now.state === 'unasked') this.#tell({ state: 'asking' })
    const events = globalThis.DeviceOrientationEvent as (typeof DeviceOrientationEvent & Permission) | undefined
    const answer = events?.requestPermission ? await events.requestPermission().catch(() => 'denied') : 'granted'
    if (!events || answer === 'denied') return this.#handOver()
    window.addEventListener('deviceorientationabsolute', this.#hear as EventListener)
    window.addEventListener('deviceorientation', this.#hear as EventListener)
    this.#timer = window.setTimeout(() => {
      if (this.#now.state !== 'known') this.#handOver()
    }, PATIENCE_MS)
  }

  /** Stop listening; the last direction stays for who turns by hand. */
  rest = (): void => {
    this.#users = 0
    window.clearTimeout(this.#timer)
    window.removeEventListener('deviceorientationabsolute', this.#hear as EventListener)
    window.removeEventListener('deviceorientation', this.#hear as EventListener)
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
  }

  /** Turn by hand: what one looks at when there is no compass, and the way without moving the phone (WCAG 2.5.4). */
  turn = (degrees: number): void => {
    if (this.#byHand) {
      this.#measured = this.#shown = turned(this.#shown + degrees)
      this.#say()
    } else this.adjust(degrees)
  }

  /** Adjust north: what one sees lies so many degrees further to the right than the compass says. */
  adjust = (degrees: number): void => {
    this.#offset = ((this.#offset + degrees + 540) % 360) - 180
    keepOffset(this.#offset)
    this.#say()
  }

  /** Believe the compass again. */
  reset = (): void => this.adjust(-this.#offset)

  #hear = (event: AppleEvent): void => {
    const reading = readingOf(event, window.screen.orientation?.angle ?? 0)
    if (!reading) return
    window.clearTimeout(this.#timer)
    const at = event.timeStamp
    this.#recent = [...this.#recent.filter((one) => at - one.at < 1000), { at, heading: reading.heading_deg }]
    this.#accuracy = reading.accuracy_deg ?? trembles_deg(this.#recent.map((one) => one.heading))
    this.#measured = reading.heading_deg
    if (this.#now.state !== 'known' || this.#byHand) {
      this.#byHand = false
      this.#shown = this.#measured
      this.#say()
    }
    if (!this.#frame) this.#frame = requestAnimationFrame(this.#step)
  }

  #step = (): void => {
    this.#frame = 0
    if (this.#shown === this.#measured) return
    this.#shown = eased(this.#shown, this.#measured)
    this.#say()
    this.#frame = requestAnimationFrame(this.#step)
  }

  #handOver(): void {
    this.#byHand = true
    this.#say()
  }

  #say(): void {
    this.#tell({
      state: 'known',
      heading_deg: turned(this.#shown + (this.#byHand ? 0 : this.#offset)),
      accuracy_deg: this.#byHand ? null : this.#accuracy,
      byHand: this.#byHand,
      offset_deg: this.#byHand ? 0 : this.#offset,
    })
  }

  #tell(next: Heading): void {
    this.#now = next
    this.#listeners.forEach((listener) => listener())
  }
}

function keptOffset(): number {
  try {
    return Number(sessionStorage.getItem(KEPT)) || 0
  } catch {
    return 0
  }
}

function keepOffset(degrees: number): void {
  try {
    sessionStorage.setItem(KEPT, String(degrees))
  } catch {
    // It is adjusted anew next time.
  }
}

export const compass = new HeadingService()

/** Follow where the phone looks, once asked for. */
export function useHeading(): Heading {
  return useSyncExternalStore(compass.subscribe, compass.read)
}

/** Whether a direction is too unsure to be believed. */
export function isUnsure(heading: Heading): boolean {
  return heading.state === 'known' && heading.accuracy_deg !== null && heading.accuracy_deg > SURE_DEG
}
