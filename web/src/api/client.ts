import createClient, { type Middleware } from 'openapi-fetch'
import i18next from 'i18next'
import { keepingFetch, keptAt } from '~/offline/answers'
import { phone } from '~/offline/phone'
import { Problem, problemOf } from './problem'
import type { Routes } from './types'

/** An answer of the server; `keptAt` is set when it is the last one we had, not a fresh one. */
export interface Answer<T> {
  data: T
  keptAt: string | null
}

/** Read the token that a write must repeat, so that no other site can write in a person's name. */
export function csrfToken(): string {
  return /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? ''
}

const courtesy: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', i18next.language)
    request.headers.set('Accept', 'application/json')
    if (request.method !== 'GET') request.headers.set('X-CSRFToken', csrfToken())
    return request
  },
}

export const api = createClient<Routes>({
  baseUrl: window.location.origin,
  credentials: 'same-origin',
  fetch: keepingFetch(
    phone,
    (request) => fetch(request),
    () => new Date(),
  ),
})
api.use(courtesy)

/** Await a call and return its answer, or throw the Problem that a page shows. */
export async function ask<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<Answer<T>> {
  let result
  try {
    result = await call
  } catch {
    throw new Problem({ status: 0 })
  }
  if (!result.response.ok) throw problemOf(result.response.status, result.error)
  return { data: result.data as T, keptAt: keptAt(result.response) }
}

/** Send a form with a file, or take back what was sent; answered as `ask` is. */
export function giveForm<T>(path: string, body: FormData | null): Promise<Answer<T>> {
  const sent = fetch(path, {
    method: body ? 'POST' : 'DELETE',
    headers: { 'X-CSRFToken': csrfToken(), 'Accept-Language': i18next.language },
    body,
  })
  return ask(
    sent.then(async (response) => {
      const answer: unknown = await response.json().catch(() => null)
      return response.ok ? { data: answer as T, response } : { error: answer, response }
    }),
  )
}
