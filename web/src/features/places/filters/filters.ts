import type { Category, Group, OpenState, PlaceCard } from '~/api/types'

export const GROUPS: Group[] = ['culture', 'leisure', 'help', 'health', 'learning', 'moving', 'street']

/** What a person wants to see around her. */
export interface Filters {
  group: Group | null
  openNow: boolean
  stepFree: boolean
  text: string
  /** In the order of what one likes, and not of distance alone. */
  liked: boolean
}

export const NO_FILTERS: Filters = { group: null, openNow: false, stepFree: false, text: '', liked: false }

export function anyFilter(filters: Filters): boolean {
  return filters.group !== null || filters.openNow || filters.stepFree || filters.text.trim() !== ''
}

/** Lower case without accents, so that "perche" finds "Perché". */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
}

/** What is known of a place's hours at a moment; an old answer is no longer believed once its time is over. */
export function stateAt(open: OpenState, now: Date): OpenState['state'] {
  const end = open.state === 'open' ? open.until : open.state === 'closed' ? open.opens : null
  return end && new Date(end) <= now ? 'unknown' : open.state
}

/** Whether one can surely get in without a step. */
export function isStepFree(place: Pick<PlaceCard, 'access' | 'wheelchair'>): boolean {
  return place.access.step_free === true || (place.access.step_free !== false && place.wheelchair === 'yes')
}

/**
 * Say whether a place passes the filters; the server judges in the same way.
 *
 * Hours that nobody knows pass "open now": a place is left out only when it is surely closed.
 */
export function passes(place: PlaceCard, filters: Filters, kind: Category | undefined, now: Date): boolean {
  if (filters.group && kind?.group !== filters.group) return false
  if (filters.openNow && stateAt(place.open, now) === 'closed') return false
  if (filters.stepFree && !isStepFree(place)) return false
  const words = fold(filters.text).split(/\s+/).filter(Boolean)
  if (words.length === 0) return true
  const text = fold(`${place.name} ${kind?.name ?? place.category} ${place.address ?? ''}`)
  return words.every((word) => text.includes(word))
}

const KEPT = 'manto.filters'

/** The filters of last time; the words one searched for are not kept. */
export function keptFilters(): Filters {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Partial<Filters>
    const group = GROUPS.includes(kept.group as Group) ? (kept.group as Group) : null
    return { ...NO_FILTERS, group, openNow: kept.openNow === true, stepFree: kept.stepFree === true, liked: kept.liked === true }
  } catch {
    return NO_FILTERS
  }
}

export function keepFilters({ group, openNow, stepFree, liked }: Filters): void {
  try {
    localStorage.setItem(KEPT, JSON.stringify({ group, openNow, stepFree, liked }))
  } catch {
    // They last for this visit only.
  }
}
