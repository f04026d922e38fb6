import { useEffect } from 'react'
import { mayCount, type CountedKind } from '~/offline/counted'

/** Say that something was opened; without a cookie, an address of the page, or anything of the one who did. */
export function tellOpened(kind: CountedKind, thing: string): void {
  if (!mayCount(kind, thing, new Date(), localStorage)) return
  const told = fetch('/api/v1/opened', {
    method: 'POST',
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    keepalive: true,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ kind, thing }),
  })
  told.catch(() => undefined) // without a network it is not counted: nothing is kept to be told later
}

/** Count once that something was opened, as soon as the city itself has answered for it. */
export function useCounted(kind: CountedKind, thing: string | null): void {
  useEffect(() => {
    if (thing) tellOpened(kind, thing)
  }, [kind, thing])
}
