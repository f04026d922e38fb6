import type { TFunction } from 'i18next'
import type { Avoided, Step, Told } from '~/geo/walking/telling'
import { clockDirection } from '~/geo/geo'
import { distanceText } from '../words'

type Words = TFunction<'places_way'>
const COMPASS = ['north', 'northEast', 'east', 'southEast', 'south', 'southWest', 'west', 'northWest'] as const

/** How long a way takes, in whole minutes. */
export const minutesOf = (told: Told) => Math.max(1, Math.round(told.minutes))

/** Name a street, or say what it is when it has no name. */
const named = (one: { name: string; kind?: string }, t: Words) => one.name || t(`unnamed.${one.kind ?? 'street'}`)

/** Say one step: which way to turn, into what, how far, and what there is to know of it. */
export function stepText(step: Step, t: Words, language: string): string {
  const metres = Math.max(1, Math.round(step.metres))
  const distance = metres < 10 ? t('metres', { count: metres }) : distanceText(step.metres, language)
  const street = named(step, t)
  const towards = t(`compass.${COMPASS[Math.round(step.bearing_deg / 45) % 8]!}`)
  const hour = clockDirection(step.bearing_deg)
  const said = [t(`turn.${step.turn}`, { street, distance, towards, hour })]
  if (step.kind === 'steps') said.push(step.steps ? t('step.steps', { count: step.steps }) : t('step.stairs'))
  if (step.kind === 'crossing') said.push(t(`crossing.${step.crossing || 'unknown'}`))
  return said.join(' ')
}

/** Say one thing that stands in somebody's way: what, how much, where. */
export function avoidedText(one: Avoided, t: Words): string {
  const where = named(one, t)
  if (one.fact === 'steps') return t('avoided.steps', { count: Number(one.value), where })
  const value = one.fact === 'surface' || one.fact === 'smoothness' ? t(`ground.${String(one.value)}`, { defaultValue: String(one.value) }) : one.value
  return t(`avoided.${one.fact}`, { value, where, defaultValue: t('avoided.other', { where }) })
}

/** What nobody knows on a way, longest first. */
export function unknownLines(told: Told, t: Words, language: string): string[] {
  return Object.entries(told.unknown)
    .sort(([, a], [, b]) => b - a)
    .map(([fact, metres]) => t(`unknown.${fact}`, { distance: distanceText(Math.max(10, metres), language) }))
}

/** What helps on a way: benches, toilets, shade. */
export function helpLines(told: Told, t: Words, language: string): string[] {
  const { benches, toilets, shade_m } = told.helps
  return [
    benches ? t('helps.benches', { count: benches }) : '',
    toilets ? t('helps.toilets', { count: toilets }) : '',
    shade_m >= 20 ? t('helps.shade', { distance: distanceText(shade_m, language) }) : '',
  ].filter(Boolean)
}
