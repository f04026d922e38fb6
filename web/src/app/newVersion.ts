import { useSyncExternalStore } from 'react'
import { registerSW } from 'virtual:pwa-register'

let ready = false
let update: (reload?: boolean) => Promise<void> = () => Promise.resolve()
const listeners = new Set<() => void>()

/** Keep the shell on the phone, and notice when the city has a newer one. */
export function keepShell(): void {
  update = registerSW({
    immediate: true,
    onNeedRefresh() {
      ready = true
      listeners.forEach((tell) => tell())
    },
  })
  // A part of an old version is gone from the server once a newer one is there: then one has to change.
  window.addEventListener('vite:preloadError', () => ready && take())
}

function subscribe(tell: () => void) {
  listeners.add(tell)
  return () => listeners.delete(tell)
}

const take = () => void update(true)

/** How to change to the newer version, once there is one; nobody's typing is interrupted by it. */
export function useNewVersion(): (() => void) | null {
  return useSyncExternalStore(subscribe, () => ready) ? take : null
}
