import { useSyncExternalStore } from 'react'
import type { Needs } from '~/geo/now'

const KEPT = 'manto.needs'
const NUMBERS = ['kerb_cm_max', 'incline_pct_max', 'width_cm_min'] as const
export type NeedNumber = (typeof NUMBERS)[number]

/** Read what was kept, and nothing else: a number that is none is not asked. */
export function readNeeds(text: string | null): Needs {
  let kept: Record<string, unknown>
  try {
    kept = JSON.parse(text ?? '{}') as Record<string, unknown>
  } catch {
    return {}
  }
  const needs: Needs = {}
  if (typeof kept.step_free === 'boolean') needs.step_free = kept.step_free // false outweighs what the city was told
  for (const name of NUMBERS) {
    const value = kept[name]
    if (typeof value === 'number' && value >= 0 && value <= 1000) needs[name] = value
  }
  return needs
}

let held: Needs | null = null
const listeners = new Set<() => void>()

function read(): Needs {
  if (!held) {
    try {
      held = readNeeds(localStorage.getItem(KEPT))
    } catch {
      held = {}
    }
  }
  return held
}

/** Keep what somebody needs of a way in. It stays on this phone: the ranking is done here. */
export function keepNeeds(needs: Needs): void {
  held = readNeeds(JSON.stringify(needs))
  try {
    localStorage.setItem(KEPT, JSON.stringify(held))
  } catch {
    // They last for this visit only.
  }
  listeners.forEach((listener) => listener())
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Follow what somebody needs of a way in. */
export function useNeeds(): Needs {
  return useSyncExternalStore(subscribe, read)
}

export const anyNeed = (needs: Needs) => Object.values(needs).some((need) => need !== undefined && need !== false)
