// Single keys for the desk, which a clerk may turn off (WCAG 2.1.4): who dictates to the computer must be able to.
import { useEffect, useSyncExternalStore } from 'react'

export type Shortcut = 'next' | 'previous' | 'decide' | 'law' | 'search'

export const KEY_OF: Record<Shortcut, string> = { next: 'J', previous: 'K', decide: 'D', law: 'L', search: 'S' }

const SHORTCUT_OF = new Map(Object.entries(KEY_OF).map(([shortcut, key]) => [key.toLowerCase(), shortcut as Shortcut]))
const STORED = 'manto.desk.shortcuts'
const listeners = new Set<() => void>()

/** Which shortcut a key press means; none while somebody types, chooses from a list, or holds another key down. */
export function shortcutOf(event: KeyboardEvent): Shortcut | null {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return null
  const at = event.target
  if (at instanceof HTMLElement && (at.isContentEditable || at.closest('input, textarea, select, [role=listbox]'))) {
    return null
  }
  return SHORTCUT_OF.get(event.key.toLowerCase()) ?? null
}

export function shortcutsOn(): boolean {
  return localStorage.getItem(STORED) !== 'off'
}

export function turnShortcuts(on: boolean): void {
  localStorage.setItem(STORED, on ? 'on' : 'off')
  for (const tell of listeners) tell()
}

export function useShortcutsOn(): boolean {
  return useSyncExternalStore((tell) => {
    listeners.add(tell)
    return () => listeners.delete(tell)
  }, shortcutsOn)
}

export function useShortcuts(act: Partial<Record<Shortcut, () => void>>): void {
  const on = useShortcutsOn()
  useEffect(() => {
    if (!on) return
    const listen = (event: KeyboardEvent) => {
      const shortcut = shortcutOf(event)
      const step = shortcut && act[shortcut]
      if (!step) return
      event.preventDefault()
      step()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  })
}

/** Where J and K lead from here: the neighbour, staying at the ends; the first when nothing is chosen yet. */
export function neighbour<Id>(ids: readonly Id[], current: Id | null, step: 1 | -1): Id | null {
  const at = current === null ? -1 : ids.indexOf(current)
  if (at < 0) return (step === 1 ? ids[0] : ids.at(-1)) ?? null
  return ids[Math.min(Math.max(at + step, 0), ids.length - 1)] ?? null
}
