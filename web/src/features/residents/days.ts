// Dates as people say them.

/** The day a moment falls on where the reader is, as year-month-day. */
export function dayOf(iso: string, timeZone?: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  return parts.format(new Date(iso))
}

/** “Sunday 22 November”, or the year when it is not this one. A bare date (2021-05-03) is that day everywhere. */
export function dayText(iso: string, language: string, now: Date, timeZone?: string): string {
  const bare = /^\d{4}-\d{2}-\d{2}$/.test(iso)
  const moment = new Date(bare ? `${iso}T12:00:00Z` : iso)
  const sameYear = moment.getUTCFullYear() === now.getUTCFullYear()
  return new Intl.DateTimeFormat(tag(language), {
    timeZone: bare ? 'UTC' : timeZone,
    weekday: sameYear ? 'long' : undefined,
    day: 'numeric',
    month: 'long',
    year: sameYear ? undefined : 'numeric',
  })
    .format(moment)
    .replace(',', '')
}

/** “3 May 2021”, always with its year. */
export function dateText(iso: string, language: string, timeZone?: string): string {
  const bare = /^\d{4}-\d{2}-\d{2}$/.test(iso)
  const moment = new Date(bare ? `${iso}T12:00:00Z` : iso)
  return new Intl.DateTimeFormat(tag(language), { timeZone: bare ? 'UTC' : timeZone, dateStyle: 'long' }).format(moment)
}

/** Italian says dal 3, but dall'8 and dall'11: the form of the article that a date wants, as i18next's context. */
export function articleOf(iso: string): 'vowel' | undefined {
  return ['08', '11'].includes(iso.slice(8, 10)) ? 'vowel' : undefined
}

export function timeText(iso: string, language: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(tag(language), {
    timeZone,
    hour: 'numeric',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(iso))
}

export function listText(items: readonly string[], language: string): string {
  return new Intl.ListFormat(tag(language), { type: 'conjunction' }).format(items)
}

export interface Day<Item> {
  day: string
  items: Item[]
}

/** Items of one day stand together, in the order in which they came. */
export function byDay<Item extends { at: string }>(items: readonly Item[], timeZone?: string): Day<Item>[] {
  const days: Day<Item>[] = []
  for (const item of items) {
    const day = dayOf(item.at, timeZone)
    const last = days.at(-1)
    if (last?.day === day) last.items.push(item)
    else days.push({ day, items: [item] })
  }
  return days
}

// British English: the day before the month, as in every other text of the city.
function tag(language: string): string {
  return language === 'en' ? 'en-GB' : language
}
