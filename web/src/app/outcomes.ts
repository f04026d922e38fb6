import { api, ask } from '~/api/client'
import { Problem } from '~/api/problem'
import type { Offer, OutcomeKind } from '~/api/types'
import { dayOf, flushOutcomes, releaseOutcomes, sayOutcome, type Sent } from '~/offline/outcomes'
import { phone } from '~/offline/phone'
import { learnHere } from './taste'

type Items = Parameters<Parameters<typeof flushOutcomes>[1]>[0]

/** Refusals that will not change however often the same outcome is sent. */
const REFUSED = new Set([400, 404, 409, 413, 422])

async function send(items: Items): Promise<Sent> {
  try {
    return { taken: (await ask(api.POST('/api/v1/outcomes', { body: { items } }))).data }
  } catch (error) {
    if (error instanceof Problem && REFUSED.has(error.status)) return { refused: true }
    return { unreached: true }
  }
}

let sending: Promise<unknown> = Promise.resolve()

/** Send what waits on the phone. Calls queue up, so that nothing is sent twice at a time. */
export function sendOutcomes(): Promise<unknown> {
  sending = sending.then(() => flushOutcomes(phone, send)).catch(() => undefined)
  return sending
}

/** Let go of what could still be undone, and send it. */
export async function settleOutcomes(): Promise<void> {
  await releaseOutcomes(phone).catch(() => undefined)
  await sendOutcomes()
}

/**
 * Learn from what became of an offer, on this phone where she wants it kept here, and tell the city of what it may hear.
 *
 * It is kept on the phone first, so that it is neither lost nor told twice.
 *
 * @param held true while it may be undone by its id; `settleOutcomes` lets it go.
 */
export async function tell(
  offer: Offer,
  kind: OutcomeKind,
  { held = false, id = crypto.randomUUID() as string } = {},
): Promise<void> {
  const now = new Date()
  if (!(await learnHere(offer, kind, id, now).catch(() => true))) return
  const outcome = {
    id,
    offer: offer.id,
    subject: offer.subject,
    kind,
    slot: offer.slot,
    policy: offer.policy,
    propensity: offer.propensity,
    among: offer.among,
    foremost: offer.foremost,
    journey: offer.journey,
    at: now.toISOString(),
    offline: !navigator.onLine,
  }
  try {
    await sayOutcome(phone, outcome, dayOf(now), held)
    if (!held) void sendOutcomes()
  } catch {
    if (!held) void send([outcome]) // A browser that refuses storage: sent now or not at all.
  }
}

/** Send what an earlier visit left behind, and from now on whenever the network comes back or the app is put away. */
export function startSending(): void {
  void settleOutcomes()
  window.addEventListener('online', () => void sendOutcomes())
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void settleOutcomes()
  })
}
