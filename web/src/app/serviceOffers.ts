import { api, ask } from '~/api/client'
import type { paths } from '~/api/schema'
import type { Offer } from '~/api/types'

declare module '~/api/types' {
  interface Routes extends Pick<paths, '/api/v1/me/service-offers/{id}'> {}
}

const ANSWER = { not_now: 'not_now', not_this: 'never', undo: 'again' } as const

/** Tell the city what became of a service that it offered; other offers are nobody's but this phone's. */
export async function answerDue(offer: Offer, said: keyof typeof ANSWER): Promise<void> {
  if (offer.kind !== 'service') return
  const id = offer.id
  await ask(api.POST('/api/v1/me/service-offers/{id}', { params: { path: { id } }, body: { answer: ANSWER[said] } }))
}
