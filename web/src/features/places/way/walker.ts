import { useSyncExternalStore } from 'react'

/** How somebody goes about on this phone: a kind of walker. Kept here and told to nobody. */
const KEPT = 'manto.walker'
export const KINDS = ['walker', 'wheelchair', 'stroller', 'low_vision', 'slow'] as const
export type Kind = (typeof KINDS)[number]

let chosen: Kind | null | undefined
const listeners = new Set<() => void>()

function read(): Kind | null {
  if (chosen === undefined) {
    try {
      const kept = localStorage.getItem(KEPT)
      chosen = KINDS.find((kind) => kind === kept) ?? null
    } catch {
      chosen = null
    }
  }
  return chosen
}

/** Choose a kind of walker for this phone. */
export function chooseWalker(kind: Kind): void {
  chosen = kind
  try {
    localStorage.setItem(KEPT, kind)
  } catch {
    // It lasts for this visit only.
  }
  listeners.forEach((listener) => listener())
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The kind of walker chosen on this phone; null while none was. */
export function useChosenWalker(): Kind | null {
  return useSyncExternalStore(subscribe, read)
}
