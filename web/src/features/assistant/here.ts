// What was learned, from where it is kept: the city's answer, or the same page made of this phone's own rows.
import { forgetFrom, forgetOne, choices, keepWhere, learn, whereKept } from '~/offline/taste'
import { putAway, dayOf } from '~/offline/outcomes'
import { phone } from '~/offline/phone'
import type { KeptChoice } from '~/offline/store'
import { portrait, type Statement } from '~/taste/portrait'
import { dayOfQuarter, quarterOfDay, weekBegins, weekOf } from '~/taste/times'
import { dateText, fill, listText } from '~/taste/words'
import { offersPool, rowsOf } from '~/app/taste'
import { forgetChoice, forgetSince, keepLearned, learned, type Kind, type Learned } from './ask'

/** All that was learned about one, wherever it is kept. */
export async function learnedAnywhere(language: string) {
  const answer = await learned()
  return { ...answer, data: await withThisPhone(answer.data, language) }
}

/** Where what one likes is kept on the phone, the page made of its rows; where in the city, the city's own. */
export async function withThisPhone(told: Learned, language: string): Promise<Learned> {
  if (!told.on_phone) return told
  if (told.state === 'no_consent') await forgetFrom(phone, null)
  const rows = await choices(phone)
  const { chosen, refused } = rowsOf(rows)
  const today = dayOf(new Date())
  const kind = (of: string) => told.kinds[of] ?? of
  const say = (key: string, values: Record<string, string | number>) => fill(told.words[key], values, language)
  return {
    ...told,
    statements: portrait(chosen, refused, { offered: 0, tried: 0 }).map((one) => worded(one, say, kind, today, language)),
    choices: rows.toReversed().map((one) => ({
      id: one.id,
      title: one.title || kind(one.kind),
      how: say(`how.${one.how}`, {}),
      kind: kind(one.kind),
      day: dayOfQuarter(one.quarter),
      when: dateText(dayOfQuarter(one.quarter), today, language),
    })),
    weeks: weeksOf(rows, (day) => say('week', { day: dateText(day, today, language) }), kind),
    weights_text: say('on_phone', {}),
  }
}

function worded(
  one: Statement,
  say: (key: string, values: Record<string, string | number>) => string,
  kind: (of: string) => string,
  today: string,
  language: string,
): Learned['statements'][number] {
  const monday = (day: number) => new Date(Date.UTC(1970, 0, 5 + day)) // the fifth of January 1970 was one
  const named = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' })
  const said = one.kind === undefined ? '' : kind(one.kind)
  const values: Record<string, string | number> = {
    count: one.count,
    of: one.of ?? '',
    offered: one.offered ?? '',
    kind: one.code === 'kind' ? said.charAt(0).toUpperCase() + said.slice(1) : said,
    day: one.since === undefined ? '' : dateText(dayOfQuarter(one.since), today, language),
    days: listText((one.days ?? []).map((day) => named.format(monday(day))), language),
  }
  return {
    code: one.code,
    title: say(`title.${one.code === 'hours' ? `hours.${one.part}` : one.code}`, values),
    text: say(`text.${one.code}`, values),
    share: one.share,
  }
}

function weeksOf(rows: readonly KeptChoice[], title: (day: string) => string, kind: (of: string) => string) {
  const weeks = new Map<number, Map<string, number>>()
  for (const one of rows.filter(({ how }) => how !== 'refused')) {
    const counts = weeks.get(weekOf(one.quarter)) ?? new Map<string, number>()
    counts.set(one.kind, (counts.get(one.kind) ?? 0) + 1)
    weeks.set(weekOf(one.quarter), counts)
  }
  return [...weeks]
    .sort((a, b) => b[0] - a[0])
    .map(([week, counts]) => ({
      begins: weekBegins(week),
      title: title(weekBegins(week)),
      count: [...counts.values()].reduce((sum, count) => sum + count, 0),
      kinds: [...counts]
        .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
        .map(([of, count]) => ({ kind: of, text: kind(of), count })),
    }))
}

/** Have one choice forgotten, here and in the city. */
export async function forgetOneAnywhere(id: string, told: Learned) {
  if (!told.on_phone) return forgetChoice(id)
  await forgetOne(phone, id)
  if (told.shared.length) await forgetChoice(id).catch(() => undefined) // the city may never have had it
  return learned()
}

/** Have everything since a day forgotten, or everything, here and in the city. */
export async function forgetSinceAnywhere(since: string | null, told: Learned) {
  if (told.on_phone) await forgetFrom(phone, since === null ? null : quarterOfDay(since))
  return forgetSince(since)
}

/**
 * Keep what one likes on this phone, or in the city again.
 *
 * 1. To the phone: its rows come here first, and only then does the city forget them.
 * 2. To the city: it begins anew, and what this phone keeps stays here, unused, until it is forgotten.
 */
export async function keepAt(told: Learned, on_phone: boolean, shared: readonly Kind[]) {
  if (on_phone && !told.on_phone) await takeOver()
  const answer = await keepLearned(on_phone, [...shared])
  const where = await whereKept(phone)
  await keepWhere(phone, { ...where, on_phone, shared, may_learn: answer.data.state === 'learning' })
  return answer
}

async function takeOver(): Promise<void> {
  const [{ data: pool }, { data: told }] = await Promise.all([offersPool(), learned()])
  const { chosen = [], refused = [], spots = {}, not_again = [] } = pool.hers ?? {}
  const titles = new Map(told.choices.map((one) => [`${one.day} ${one.kind}`, one.title]))
  const keep = async (subject: string, kind: string, quarter: number, how: KeptChoice['how']) => {
    const [lat = null, lon = null] = (spots as Record<string, [number, number]>)[subject] ?? []
    const title = titles.get(`${dayOfQuarter(quarter)} ${told.kinds[kind] ?? kind}`) ?? ''
    await learn(phone, { id: crypto.randomUUID(), subject, kind, how, quarter, lat, lon, title })
  }
  for (const [subject, kind, quarter] of chosen as [string, string, number][])
    await keep(subject, kind, quarter, 'accepted')
  for (const [kind, quarter] of refused as [string, number][]) await keep(`${kind} ${quarter}`, kind, quarter, 'refused')
  for (const subject of not_again) await putAway(phone, subject, 'not_this', dayOf(new Date()))
}
