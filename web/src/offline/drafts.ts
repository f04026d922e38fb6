import type { KeptDraft, Store } from './store'

type Phone = Promise<Store>
type Draft = KeptDraft['answers']

/** Keep answers of an application on this phone until the server has them. */
export async function keepDraft(phone: Phone, id: string, answers: Draft): Promise<void> {
  await (await phone).put('drafts', { id, answers })
}

/** The answers of an application that wait on this phone; empty when none do. */
export async function readDraft(phone: Phone, id: string): Promise<Draft> {
  return (await (await phone).get('drafts', id))?.answers ?? {}
}

/** Forget the answers of an application: the server has them. */
export async function dropDraft(phone: Phone, id: string): Promise<void> {
  await (await phone).delete('drafts', id)
}

/** Forget all answers: another person is here now. */
export async function forgetDrafts(phone: Phone): Promise<void> {
  await (await phone).clear('drafts')
}
