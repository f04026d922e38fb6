// What is known of the one who asks, from where she lets it be kept; and what she does with an offer, learned there.
import { api, ask, type Answer } from '~/api/client'
import type { Offer, OutcomeKind, Pool } from '~/api/types'
import { dayOf, subjectsPutAway } from '~/offline/outcomes'
import { phone } from '~/offline/phone'
import type { KeptChoice } from '~/offline/store'
import { choices, countShown, keepWhere, learn, shownInVain, whereKept, type Where } from '~/offline/taste'
import type { Hers } from '~/taste/today'
import type { Row } from '~/taste/frame'
import { QUARTERS_PER_DAY, quarterOf } from '~/taste/times'

/** What Today can be made of. The description of the API tells pairs from lists; its reader does not. */
export const offersPool = () => ask(api.GET('/api/v1/offers/pool')) as unknown as Promise<Answer<Pool>>

/** Nothing is learned from what is due to somebody's health. */
const UNLEARNED = 'service:health'
const LEARNED_FROM = { accepted: 'accepted', done: 'done', not_this: 'refused' } as const

/** Keep on the phone how she decided, so that it holds without network too. */
export async function hearWhere(pool: Pool): Promise<void> {
  const { on_phone = false, shared = [], may_learn = false } = pool.hers ?? {}
  await keepWhere(phone, { on_phone, shared, may_learn, utc_offset_s: pool.utc_offset_s })
}

/** What is known of her: this phone's own rows, or the city's with what has not reached it yet. */
export async function hersFrom(pool: Pool): Promise<Hers> {
  const away = await subjectsPutAway(phone, dayOf(new Date()))
  const { on_phone, may_learn } = await whereKept(phone)
  if (on_phone) {
    const rows = may_learn ? await choices(phone) : []
    return { ...rowsOf(rows), inVain: await shownInVain(phone), away }
  }
  const { chosen = [], refused = [], spots = {}, in_vain = {}, trees = null } = pool.hers ?? {}
  const waiting = may_learn ? await notYetThere(pool) : []
  const fresh = rowsOf(waiting.filter((one) => !chosen.some((row) => sameDay(row as unknown as Row, one))))
  return {
    chosen: [...(chosen as unknown as Row[]), ...fresh.chosen],
    refused: [...(refused as unknown as [string, number][]), ...fresh.refused],
    spots: { ...(spots as Record<string, [number, number]>), ...fresh.spots },
    inVain: in_vain,
    away,
    trees,
  }
}

const sameDay = ([subject, , quarter]: Row, one: KeptChoice): boolean =>
  subject === one.subject && Math.floor(quarter / QUARTERS_PER_DAY) === Math.floor(one.quarter / QUARTERS_PER_DAY)

/** What she did while there was no network: it counts on this phone already. */
async function notYetThere(pool: Pool): Promise<KeptChoice[]> {
  const there = new Map(pool.candidates.map((one) => [one.subject, one]))
  const waiting = await (await phone).getAll('outcomes')
  return waiting.flatMap(({ outcome }) => {
    const one = there.get(outcome.subject)
    const how = LEARNED_FROM[outcome.kind as keyof typeof LEARNED_FROM]
    if (!one || !how || one.kind === UNLEARNED) return []
    const quarter = quarterOf(new Date(outcome.at), pool.utc_offset_s)
    return [{ id: outcome.id, subject: one.subject, kind: one.kind, how, quarter, lat: one.lat, lon: one.lon, title: '' }]
  })
}

/** Rows as the order reads them. */
export function rowsOf(rows: readonly KeptChoice[]) {
  const chosen = rows.filter((one) => one.how !== 'refused')
  return {
    chosen: chosen.map((one): Row => [one.subject, one.kind, one.quarter]),
    refused: rows.filter((one) => one.how === 'refused').map((one) => [one.kind, one.quarter] as const),
    spots: Object.fromEntries(
      chosen.flatMap(({ subject, lat, lon }) => (lat === null || lon === null ? [] : [[subject, [lat, lon] as const]])),
    ),
  }
}

/**
 * Learn on this phone from what became of an offer, where she wants it kept here.
 *
 * @returns whether the city may hear of it too.
 */
export async function learnHere(offer: Offer, kind: OutcomeKind | 'more', id: string, at: Date): Promise<boolean> {
  const where = await whereKept(phone)
  if (!where.on_phone) return true
  const learnedAs = (offer as Offer & { learned_as?: string }).learned_as
  if (where.may_learn && learnedAs && learnedAs !== UNLEARNED) await keep(offer, learnedAs, kind, id, at, where)
  return where.shared.includes(offer.kind)
}

async function keep(offer: Offer, as: string, kind: OutcomeKind | 'more', id: string, at: Date, where: Where) {
  if (kind === 'shown') await countShown(phone, as)
  const how = kind === 'more' ? 'more' : LEARNED_FROM[kind as keyof typeof LEARNED_FROM]
  if (!how) return
  const { subject, title, place } = offer
  const quarter = quarterOf(at, where.utc_offset_s)
  await learn(phone, { id, subject, kind: as, how, quarter, lat: place?.lat ?? null, lon: place?.lon ?? null, title })
}
