import { useSyncExternalStore } from 'react'
import type { Point } from './geo'

/** What the app knows of where the phone is. It never leaves the phone but through `coarse`. */
export type Position =
  | { state: 'unasked' }
  | { state: 'asking' }
  | { state: 'known'; point: Point; accuracy_m: number }
  | { state: 'refused' }
  | { state: 'missing' }

const WANTED = 'manto.position'

/** One watch for the whole app: browsers serve a second one badly. */
class LocationService {
  #now: Position = { state: 'unasked' }
  #watch: number | null = null
  readonly #listeners = new Set<() => void>()

  read = (): Position => this.#now

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Ask for the position; call it only from a button that says so. */
  ask = (): void => {
    if (!('geolocation' in navigator)) return this.#tell({ state: 'missing' })
    if (this.#watch !== null) return
    if (this.#now.state !== 'known') this.#tell({ state: 'asking' })
    this.#watch = navigator.geolocation.watchPosition(
      ({ coords }) => {
        remember(true)
        const point = { lat: coords.latitude, lon: coords.longitude }
        this.#tell({ state: 'known', point, accuracy_m: coords.accuracy })
      },
      (error) => {
        const refused = error.code === error.PERMISSION_DENIED
        if (refused || this.#now.state !== 'known') {
          this.#stop()
          this.#tell({ state: refused ? 'refused' : 'missing' })
        }
        if (refused) remember(false)
      },
      { enableHighAccuracy: true, maximumAge: 15_000, timeout: 20_000 },
    )
  }

  /** Stop looking, and forget where the phone was. */
  forget = (): void => {
    this.#stop()
    remember(false)
    this.#tell({ state: 'unasked' })
  }

  /** Go on where a person said yes before and the browser still allows it: no question is asked. */
  resume = async (): Promise<void> => {
    if (this.#now.state !== 'unasked' || !remembered()) return
    const permission = await navigator.permissions?.query({ name: 'geolocation' }).catch(() => null)
    if (permission?.state === 'granted') this.ask()
  }

  #stop(): void {
    if (this.#watch !== null) navigator.geolocation.clearWatch(this.#watch)
    this.#watch = null
  }

  #tell(next: Position): void {
    this.#now = next
    this.#listeners.forEach((listener) => listener())
  }
}

function remembered(): boolean {
  try {
    return localStorage.getItem(WANTED) === 'yes'
  } catch {
    return false
  }
}

function remember(wanted: boolean): void {
  try {
    if (wanted) localStorage.setItem(WANTED, 'yes')
    else localStorage.removeItem(WANTED)
  } catch {
    // It is asked again next time.
  }
}

export const location = new LocationService()

/** Follow the phone's position, once asked for. */
export function usePosition(): Position {
  return useSyncExternalStore(location.subscribe, location.read)
}
