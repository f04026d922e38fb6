/** A trail as an editor writes it, and the small steps that change it. */

export type Words = Record<string, string>

export interface WrittenStop {
  id: string
  place: string
  radius_m?: number
  riddle?: Words
  tell?: Words
  question?: Words
  choices?: Words[]
  answers?: Record<string, string[]>
  hints?: Words[]
  after?: Words
  otherwise?: Record<string, Words>
  way?: Record<string, unknown>
}

export interface WrittenTrail {
  id: string
  kind: 'hunt' | 'tour'
  title: Words
  about: Words
  minutes: number
  badge: Words
  audience?: string[]
  otherwise?: Record<string, Words>
  stops: WrittenStop[]
}

/** Begin a trail. */
export function blankTrail(): WrittenTrail {
  return { id: '', kind: 'tour', title: {}, about: {}, minutes: 60, badge: {}, audience: [], otherwise: {}, stops: [] }
}

/** Make the name of a trail's address out of its title. */
export function nameOf(title: Words): string {
  const first = title.it || Object.values(title).find(Boolean) || ''
  return first
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '')
}

/** Add a stop at a place, under a name that no other stop has. */
export function withStop(stops: WrittenStop[], place: string): WrittenStop[] {
  const taken = new Set(stops.map((stop) => stop.id))
  let number = stops.length + 1
  while (taken.has(`stop-${number}`)) number += 1
  return [...stops, { id: `stop-${number}`, place }]
}

/** Move a stop one up or one down; at the ends it stays. */
export function moved(stops: WrittenStop[], at: number, by: 1 | -1): WrittenStop[] {
  const to = at + by
  if (to < 0 || to >= stops.length) return stops
  const next = [...stops]
  next.splice(to, 0, ...next.splice(at, 1))
  return next
}

/** Give the lines that were written, without empty ones. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
}

/** Lay lines of one language beside those of the others: the first is the same thing as the first. */
export function withLines(list: Words[], language: string, lines: string[]): Words[] {
  const others = list.map((words) => Object.fromEntries(Object.entries(words).filter(([key]) => key !== language)))
  const count = Math.max(lines.length, others.length)
  return Array.from({ length: count }, (_, at) => ({
    ...others[at],
    ...(lines[at] ? { [language]: lines[at] } : {}),
  })).filter((words) => Object.keys(words).length > 0)
}

/** Set words, or leave the key out once they are empty in every language. */
export function withWords<Kind extends object>(whole: Kind, key: keyof Kind, language: string, text: string): Kind {
  const words = { ...(whole[key] as Words | undefined), [language]: text }
  if (!text) delete words[language]
  const { [key]: _, ...rest } = whole
  return (Object.keys(words).length > 0 ? { ...rest, [key]: words } : rest) as Kind
}
