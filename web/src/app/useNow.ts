import { useMemo, useSyncExternalStore } from 'react'

const MINUTE_MS = 60_000

function subscribe(tell: () => void) {
  const timer = setInterval(tell, MINUTE_MS / 4)
  return () => clearInterval(timer)
}

/** The present minute, kept up. */
export function useNow(): Date {
  const minute = useSyncExternalStore(subscribe, () => Math.floor(Date.now() / MINUTE_MS))
  return useMemo(() => new Date(minute * MINUTE_MS), [minute])
}
