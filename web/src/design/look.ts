// Light or dark: as the device says, unless chosen otherwise on this device.
import { useSyncExternalStore } from 'react'

export type Look = 'system' | 'light' | 'dark'
const STORED = 'manto.look'
const listeners = new Set<() => void>()

export function chosenLook(): Look {
  try {
    const stored = localStorage.getItem(STORED)
    return stored === 'light' || stored === 'dark' ? stored : 'system'
  } catch {
    return 'system' // Some browsers refuse storage.
  }
}

/** Shows the chosen look; tokens.css has the colours of each. */
export function wearLook(look: Look = chosenLook()): void {
  if (look === 'system') delete document.documentElement.dataset.look
  else document.documentElement.dataset.look = look
  for (const tell of listeners) tell()
}

export function chooseLook(look: Look): void {
  wearLook(look)
  try {
    if (look === 'system') localStorage.removeItem(STORED)
    else localStorage.setItem(STORED, look)
  } catch {
    // The choice lasts for this visit only.
  }
}

function hearLook(tell: () => void): () => void {
  const device = window.matchMedia('(prefers-color-scheme: dark)')
  device.addEventListener('change', tell)
  listeners.add(tell)
  return () => {
    device.removeEventListener('change', tell)
    listeners.delete(tell)
  }
}

function isDark(): boolean {
  const chosen = document.documentElement.dataset.look
  return chosen ? chosen === 'dark' : window.matchMedia('(prefers-color-scheme: dark)').matches
}

/** Whether the page is dark now, by choice or by device; for what cannot ask the style sheet, such as the map. */
export function useDark(): boolean {
  return useSyncExternalStore(hearLook, isDark)
}
