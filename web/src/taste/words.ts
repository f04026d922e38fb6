// Filling the city's own sentences on the phone, so that each is written once.

type Sentence = string | Record<string, string> | undefined

/** Fill a sentence; `count` among the values picks the plural form. */
export function fill(sentence: Sentence, values: Record<string, string | number>, language: string): string {
  const form = typeof values.count === 'number' ? new Intl.PluralRules(language).select(values.count) : 'other'
  const text = typeof sentence === 'object' ? (sentence[form] ?? sentence.other) : sentence
  return (text ?? '').replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
}

/** A distance no more exact than one can walk it. */
export function distanceText(metres: number, language: string): string {
  if (metres < 1000) return `${Math.max(10, Math.round(metres / 10) * 10)} m`
  return `${new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(metres / 1000)} km`
}

/** A day, with its year only when that is not the other day's. */
export function dateText(day: string, today: string, language: string): string {
  const year = day.slice(0, 4) === today.slice(0, 4) ? undefined : 'numeric'
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'long',
    year,
  })
  return format.format(new Date(`${day}T12:00:00Z`))
}

/** Items as one says them one after the other. */
export function listText(items: readonly string[], language: string): string {
  const joined = new Intl.ListFormat(language, { type: 'conjunction' }).format(items)
  return language === 'it' ? joined.replace(' e è ', ' ed è ') : joined
}
