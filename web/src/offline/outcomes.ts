import type { Outcome, Recorded } from '~/api/types'
import type { Store } from './store'

type Phone = Promise<Store>

/** Most outcomes sent in one request. */
const BATCH_MAX = 50

/** What the server said to a batch: taken, or refused for good, or not reached and worth another try. */
export type Sent = { taken: Recorded } | { refused: true } | { unreached: true }

/** The local calendar day of an instant, as YYYY-MM-DD. */
export function dayOf(at: Date): string {
  const two = (part: number) => String(part).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}

/**
 * Keep an outcome until the server has it; the same thing said twice on one day is kept once.
 *
 * @param held true while the person may still undo it: it is not sent before `releaseOutcomes`.
 * @returns true when it is new.
 */
export async function sayOutcome(phone: Phone, outcome: Outcome, day: string, held = false): Promise<boolean> {
  const once = `${day} ${outcome.kind} ${outcome.offer}`
  const tx = (await phone).transaction(['outcomes', 'said'], 'readwrite')
  const known = await tx.objectStore('said').get(once)
  if (!known) {
    await tx.objectStore('said').put({ once, day })
    await tx.objectStore('outcomes').add({ once, held, outcome })
  }
  await tx.done
  return !known
}

/** Take back a held outcome as if it had not been said. */
export async function undoOutcome(phone: Phone, id: string): Promise<void> {
  const tx = (await phone).transaction(['outcomes', 'said'], 'readwrite')
  for (const waiting of await tx.objectStore('outcomes').getAll()) {
    if (waiting.outcome.id !== id || !waiting.held) continue
    await tx.objectStore('outcomes').delete(waiting.order!)
    await tx.objectStore('said').delete(waiting.once)
  }
  await tx.done
}

/** Let every held outcome go: the person has moved on. */
export async function releaseOutcomes(phone: Phone): Promise<void> {
  const tx = (await phone).transaction('outcomes', 'readwrite')
  for (const waiting of await tx.store.getAll()) {
    if (waiting.held) await tx.store.put({ ...waiting, held: false })
  }
  await tx.done
}

/**
 * Send what waits, oldest first, and forget what the server has answered.
 *
 * 1. Nothing is removed before the server answered; a lost answer means sending again, and the id makes that harmless.
 * 2. A batch the server refuses is sent one by one, so that one bad outcome cannot hold up the others.
 * 3. Without network everything stays, in order.
 *
 * @returns how many were taken.
 */
export async function flushOutcomes(phone: Phone, send: (items: Outcome[]) => Promise<Sent>): Promise<number> {
  const store = await phone
  let taken = 0
  for (;;) {
    const waiting = (await store.getAll('outcomes')).filter((one) => !one.held).slice(0, BATCH_MAX)
    if (waiting.length === 0) return taken
    const answer = await send(waiting.map((one) => one.outcome))
    if ('unreached' in answer) return taken
    if ('taken' in answer) {
      await remove(store, waiting)
      taken += waiting.length
      continue
    }
    for (const one of waiting) {
      const single = await send([one.outcome])
      if ('unreached' in single) return taken
      if ('taken' in single) taken += 1
      await remove(store, [one])
    }
  }
}

async function remove(store: Store, waiting: { order?: number }[]): Promise<void> {
  const tx = store.transaction('outcomes', 'readwrite')
  await Promise.all(waiting.map((one) => tx.store.delete(one.order!)))
  await tx.done
}

/** Put a subject away: until tomorrow, or for good. */
export async function putAway(phone: Phone, subject: string, kind: 'not_now' | 'not_this', day: string): Promise<void> {
  await (await phone).put('put_away', { subject, kind, day })
}

/** Bring a subject back. */
export async function bringBack(phone: Phone, subject: string): Promise<void> {
  await (await phone).delete('put_away', subject)
}

/** The subjects not to show on this day. Forgets the marks of earlier days on the way. */
export async function subjectsPutAway(phone: Phone, day: string): Promise<Set<string>> {
  const tx = (await phone).transaction(['put_away', 'said'], 'readwrite')
  const away = new Set<string>()
  for (const one of await tx.objectStore('put_away').getAll()) {
    if (one.kind === 'not_this' || one.day === day) away.add(one.subject)
    else await tx.objectStore('put_away').delete(one.subject)
  }
  for (const mark of await tx.objectStore('said').getAll()) {
    if (mark.day < day) await tx.objectStore('said').delete(mark.once)
  }
  await tx.done
  return away
}

/** Forget what this phone knew of the last person. What still waited is theirs and must not be sent in another's name. */
export async function forgetPerson(phone: Phone): Promise<void> {
  const tx = (await phone).transaction(['outcomes', 'said', 'put_away'], 'readwrite')
  await Promise.all([
    tx.objectStore('outcomes').clear(),
    tx.objectStore('said').clear(),
    tx.objectStore('put_away').clear(),
  ])
  await tx.done
}
