import type { Store } from './store'

const KEPT_AT = 'x-manto-kept-at'

/** Which answers are kept for a moment without network: what everybody sees, and this person's own Today, liking, services and records. */
const KEPT =
  /^\/api\/v1\/(city|session|categories|trails|places|events|offers|services|life-events|verify|streets|barriers|me\/(limits|records|cases|services|plans|notices))(\/[^/]+)?$/

/** Most answers kept at a time; the oldest give way. */
const KEPT_MAX = 60

type Fetch = (request: Request) => Promise<Response>

/** Say when a kept answer came from the server, or null when it is fresh. */
export function keptAt(response: Response): string | null {
  return response.headers.get(KEPT_AT)
}

/**
 * Make a fetch that asks the network first and falls back to the last answer it got.
 *
 * The app does this rather than its service worker: the worker is not there yet on the very first visit, cannot
 * tell the page how old an answer is, and does not know when another person signs in.
 */
export function keepingFetch(store: Promise<Store>, network: Fetch, now: () => Date, timeout_ms = 8000): Fetch {
  return async (request) => {
    const url = new URL(request.url)
    if (request.method !== 'GET' || !KEPT.test(url.pathname)) return network(request)
    const question = `${request.headers.get('Accept-Language') ?? ''} ${url.pathname}${url.search}`
    const kept = await recall(store, question)
    try {
      const waiting_ms = kept ? timeout_ms : timeout_ms * 4
      const response = await network(new Request(request, { signal: AbortSignal.timeout(waiting_ms) }))
      if (response.ok) {
        const answer: unknown = await response.clone().json()
        void keep(store, question, answer, now())
      }
      if (!kept || ![502, 503, 504].includes(response.status)) return response
    } catch (error) {
      if (!kept) throw error
    }
    return Response.json(kept.answer, { headers: { [KEPT_AT]: kept.at } })
  }
}

/** Forget every kept answer: another person is here now. */
export async function forgetAnswers(store: Promise<Store>): Promise<void> {
  await (await store).clear('answers')
}

async function recall(store: Promise<Store>, question: string) {
  try {
    return await (await store).get('answers', question)
  } catch {
    return undefined // A browser that refuses storage still gets the live app.
  }
}

async function keep(store: Promise<Store>, question: string, answer: unknown, at: Date): Promise<void> {
  try {
    const open = await store
    await open.put('answers', { question, answer, at: at.toISOString() })
    const all = await open.getAll('answers')
    const surplus = all.sort((a, b) => a.at.localeCompare(b.at)).slice(0, Math.max(0, all.length - KEPT_MAX))
    await Promise.all(surplus.map((old) => open.delete('answers', old.question)))
  } catch {
    // Nothing is lost but the answer's copy.
  }
}
