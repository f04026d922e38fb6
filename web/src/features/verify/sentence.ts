/**
 * What was found, in one line: the same sentence that `manto verify` says, in the reader's language, with the register's
 * name in place of the entry's where it is known.
 */

import type { TFunction } from 'i18next'
import type { Finding } from './checking'

type Words = TFunction<'verify'>
type Shown = Extract<Finding, { kind: 'paper' | 'bundle' }>
/** Writes a moment, in seconds since 1970; where days are what counts, one that begins a day by that day alone. */
export type Moment = (seconds: number, byDay?: boolean) => string

export function sentence(t: Words, found: Shown, nowSeconds: number, at: Moment, record = found.verdict.record): string {
  const { verdict } = found
  const names = verdict.witnesses.join(', ')
  const seen = names ? t('line.seen', { names }) : t('line.unseen')
  const asOf = t('line.asOf', { when: at(verdict.asOfSeconds), age: age(t, nowSeconds - verdict.asOfSeconds) })
  const listed = found.kind === 'paper' ? listOf(t, found.verdict, nowSeconds, at) : undefined
  if (listed && listed.standing !== 'valid') {
    return t('line.ended', { record, list: listed.list, what: t(`line.standing.${listed.standing}`) })
  }
  const known = listed ? t('line.knownListed', { asOf, seen, list: listed.list }) : t('line.known', { asOf, seen })
  const status = found.kind === 'paper' ? found.verdict.head?.status : found.verdict.statement?.status
  if (!status) return t('line.none', { record, known })
  const since = found.kind === 'paper' ? found.verdict.head?.sinceSeconds : found.verdict.sinceSeconds
  const until = found.kind === 'bundle' ? found.verdict.statement?.untilSeconds : undefined
  if (status === 'active' && until !== undefined && nowSeconds >= until) {
    return t('line.over', { record, until: at(until), known })
  }
  const from = since === undefined ? '' : t('line.since', { when: at(since, true) })
  const to = until === undefined ? '' : t('line.until', { when: at(until) })
  return t('line.is', { record, status: t(`status.${status}`), since: from, until: to, known })
}

function listOf(t: Words, { standing, listedSeconds }: Extract<Shown, { kind: 'paper' }>['verdict'], now: number, at: Moment) {
  if (!standing || listedSeconds === undefined) return undefined
  return { standing, list: t('line.list', { when: at(listedSeconds), age: age(t, now - listedSeconds) }) }
}

/** How old something is. */
export function age(t: Words, seconds: number): string {
  if (seconds < -300) return t('age.future')
  if (seconds >= 86_400) return t('age.day', { count: Math.floor(seconds / 86_400) })
  if (seconds >= 3_600) return t('age.hour', { count: Math.floor(seconds / 3_600) })
  return seconds >= 60 ? t('age.minute', { count: Math.floor(seconds / 60) }) : t('age.now')
}

/** Write a moment as people where the city is read it. */
export function momentIn(locale: string, timeZone?: string): Moment {
  const form = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'long', timeStyle: 'short' })
  const past = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'long' })
  const hour = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' })
  return (seconds, byDay = false) => {
    const moment = new Date(seconds * 1000)
    const isDay = seconds < 0 || (byDay && hour.format(moment) === '00:00')
    return (isDay ? past : form).format(moment)
  }
}

/** Write what a field says, as its holder reads it: square metres, money, a country, a day. */
export function inWords(value: string | number, unit: string | undefined, locale: string): string {
  const written = String(value)
  if (unit === 'm2') return `${new Intl.NumberFormat(locale).format(Number(value))} m²`
  if (unit === 'cents') return new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' }).format(Number(value) / 100)
  if (unit === 'country' && /^[A-Z]{2}$/.test(written)) return new Intl.DisplayNames(locale, { type: 'region' }).of(written) ?? written
  if (!/^\d{4}-\d{2}-\d{2}$/.test(written)) return written
  return new Intl.DateTimeFormat(locale, { timeZone: 'UTC', dateStyle: 'long' }).format(new Date(written))
}
