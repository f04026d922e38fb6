/**
 * What a person likes, kept on this phone: each choice as one row, in the store that only this phone reads.
 *
 * 1. Nothing is kept but under her consent: whoever calls `learn` has asked.
 * 2. The same thing on the same day is one choice, as in the city.
 * 3. Forgetting deletes rows, and everything that is counted is counted from the rows.
 */
import { QUARTERS_PER_DAY } from '~/taste/times'
import type { KeptChoice, Store } from './store'

type Phone = Promise<Store>

/** How she decided: where what she likes is kept, and of which kinds of offers the city hears all the same. */
export interface Where {
  on_phone: boolean
  shared: readonly string[]
  may_learn: boolean
  utc_offset_s: number
}

const CITY: Where = { on_phone: false, shared: [], may_learn: false, utc_offset_s: 0 }

/** How she decided, as this phone last heard. */
export async function whereKept(phone: Phone): Promise<Where> {
  const kept = await (await phone).get('taste', 'where')
  return kept ? (JSON.parse(kept.value) as Where) : CITY
}

export async function keepWhere(phone: Phone, where: Where): Promise<void> {
  await (await phone).put('taste', { name: 'where', value: JSON.stringify(where) })
}

/** Every choice, in the order of time. */
export async function choices(phone: Phone): Promise<KeptChoice[]> {
  const rows = await (await phone).getAll('choices')
  return rows.sort((a, b) => a.quarter - b.quarter || (a.id < b.id ? -1 : 1))
}

/** Keep a choice (2). @returns whether it is new. */
export async function learn(phone: Phone, choice: KeptChoice): Promise<boolean> {
  const day = Math.floor(choice.quarter / QUARTERS_PER_DAY)
  const refuses = choice.how === 'refused'
  const tx = (await phone).transaction(['choices', 'taste'], 'readwrite')
  const known = (await tx.objectStore('choices').getAll()).some(
    (one) =>
      one.subject === choice.subject &&
      (one.how === 'refused') === refuses &&
      Math.floor(one.quarter / QUARTERS_PER_DAY) === day,
  )
  if (!known) await tx.objectStore('choices').put(choice)
  if (!refuses) await tx.objectStore('taste').delete(`vain ${plain(choice.kind)}`)
  await tx.done
  return !known
}

/** Count that a kind was shown; choosing one of it begins the count anew. */
export async function countShown(phone: Phone, kind: string): Promise<void> {
  const tx = (await phone).transaction('taste', 'readwrite')
  const name = `vain ${plain(kind)}`
  const shown = Number((await tx.store.get(name))?.value ?? 0)
  await tx.store.put({ name, value: String(shown + 1) })
  await tx.done
}

/** By kind: how often it was shown since one of it was chosen. */
export async function shownInVain(phone: Phone): Promise<Record<string, number>> {
  const kept = await (await phone).getAll('taste')
  const counts = kept.filter(({ name }) => name.startsWith('vain '))
  return Object.fromEntries(counts.map(({ name, value }) => [name.slice('vain '.length), Number(value)]))
}

/** Forget one choice (3). */
export async function forgetOne(phone: Phone, id: string): Promise<void> {
  await (await phone).delete('choices', id)
}

/** Forget everything from a quarter of an hour on, or everything (3). */
export async function forgetFrom(phone: Phone, quarter: number | null): Promise<void> {
  const tx = (await phone).transaction(['choices', 'taste'], 'readwrite')
  for (const one of await tx.objectStore('choices').getAll()) {
    if (quarter === null || one.quarter >= quarter) await tx.objectStore('choices').delete(one.id)
  }
  for (const { name } of await tx.objectStore('taste').getAll()) {
    if (name.startsWith('vain ')) await tx.objectStore('taste').delete(name)
  }
  await tx.done
}

/** Forget all of it, and how she decided: another person is here now. */
export async function forgetTaste(phone: Phone): Promise<void> {
  const tx = (await phone).transaction(['choices', 'taste'], 'readwrite')
  await Promise.all([tx.objectStore('choices').clear(), tx.objectStore('taste').clear()])
  await tx.done
}

const plain = (kind: string): string => kind.replace('event:', '')
