/**
 * Whether this phone says that something was opened: at most five things a week, once for each, and never by a name.
 *
 * The list of what was said stays here, for the week alone. Decision 22 says why five: it is what the city's noise is for.
 */

export type CountedKind = 'overlay' | 'trail' | 'totem'

export const THINGS_A_WEEK = 5
const SAID = 'manto.counted'
const SWITCH = 'manto.counted.off'

type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** Name the Monday of a day's week, as the phone's calendar has it. */
export function weekOf(now: Date): string {
  const monday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - ((now.getDay() + 6) % 7), 12)
  return monday.toISOString().slice(0, 10)
}

function saidIn(week: string, shelf: Shelf): string[] {
  try {
    const held = JSON.parse(shelf.getItem(SAID) ?? '{}') as { week?: string; things?: unknown }
    return held.week === week && Array.isArray(held.things) ? held.things.map(String) : []
  } catch {
    return []
  }
}

/** Say whether to tell the city of an opening, and note on the phone that it is told. */
export function mayCount(kind: CountedKind, thing: string, now: Date, shelf: Shelf): boolean {
  if (!isCounted(shelf)) return false
  const week = weekOf(now)
  const said = saidIn(week, shelf)
  const name = `${kind} ${thing}`
  if (said.includes(name) || said.length >= THINGS_A_WEEK) return false
  try {
    shelf.setItem(SAID, JSON.stringify({ week, things: [...said, name] }))
  } catch {
    return false // what cannot be bounded is not counted
  }
  return true
}

/** Whether this phone lets itself be counted: unless it, or its browser for it, said no. */
export function isCounted(shelf: Shelf): boolean {
  return !browserSaysNo() && shelf.getItem(SWITCH) === null
}

/** Whether the browser asks for all pages that nobody follow it. */
export function browserSaysNo(): boolean {
  const asks = navigator as Navigator & { globalPrivacyControl?: boolean }
  return asks.globalPrivacyControl === true || navigator.doNotTrack === '1'
}

/** Let the phone be counted or not; with no, what it noted is forgotten too. */
export function letCount(wanted: boolean, shelf: Shelf): void {
  if (wanted) shelf.removeItem(SWITCH)
  else {
    shelf.setItem(SWITCH, 'off')
    shelf.removeItem(SAID)
  }
}
