import type { Verbosity } from '~/geo/callouts'

const KEPT = 'manto.listen'

/** How somebody listens; `written`: a screen reader reads it, so the app itself is silent. */
export interface Listening {
  verbosity: Verbosity
  written: boolean
}

export function keptListening(): Listening {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Partial<Listening>
    const verbosity = (['few', 'some', 'all'] as const).find((one) => one === kept.verbosity) ?? 'some'
    return { verbosity, written: kept.written === true }
  } catch {
    return { verbosity: 'some', written: false }
  }
}

export function keepListening(listening: Listening): void {
  try {
    localStorage.setItem(KEPT, JSON.stringify(listening))
  } catch {
    // It lasts for this visit only.
  }
}
