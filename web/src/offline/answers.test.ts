// @vitest-environment node
import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import { forgetAnswers, keepingFetch, keptAt } from './answers'
import { openStore, type Store } from './store'

const MORNING = new Date('2026-06-09T08:00:00Z')
const URL_TODAY = 'http://city.test/api/v1/offers?near=45.160,10.795'
let names = 0
let store: Promise<Store>

beforeEach(() => {
  store = openStore(`answers-${(names += 1)}`)
})

const answering =
  (body: unknown, status = 200) =>
  () =>
    Promise.resolve(Response.json(body, { status }))
const noNetwork = () => Promise.reject(new TypeError('no network'))
const asks = (url: string, language = 'it', method = 'GET') =>
  new Request(url, { method, headers: { 'Accept-Language': language } })

/** Keeping an answer goes on behind the page's back. */
async function kept(count = 1): Promise<void> {
  for (let tries = 0; tries < 50 && (await (await store).count('answers')) < count; tries += 1)
    await new Promise((done) => setTimeout(done, 2))
}

async function ask(network: (request: Request) => Promise<Response>, request = asks(URL_TODAY)) {
  return keepingFetch(store, network, () => MORNING)(request)
}

describe('an answer of the city', () => {
  it('comes fresh while there is a network', async () => {
    const response = await ask(answering({ items: [1] }))

    expect([await response.json(), keptAt(response)]).toEqual([{ items: [1] }, null])
  })

  it('comes again without network, with the moment it is from', async () => {
    await ask(answering({ items: [1] }))
    await kept()

    const response = await ask(noNetwork)

    expect([await response.json(), keptAt(response)]).toEqual([{ items: [1] }, MORNING.toISOString()])
  })

  it('comes again when the server behind the proxy is gone', async () => {
    await ask(answering({ items: [1] }))
    await kept()

    const response = await ask(answering({}, 502))

    expect([response.status, await response.json()]).toEqual([200, { items: [1] }])
  })

  it('is no answer in another language', async () => {
    await ask(answering({ items: ['ciao'] }))
    await kept()

    await expect(ask(noNetwork, asks(URL_TODAY, 'en'))).rejects.toThrow('no network')
  })

  it('is not kept when it is a refusal', async () => {
    const refused = await ask(answering({ title: 'no' }, 403))

    await expect(ask(noNetwork)).rejects.toThrow('no network')
    expect(refused.status).toBe(403)
  })

  it.each(['http://city.test/api/v1/me', 'http://city.test/api/v1/me/facts', 'http://city.test/api/v1/desk/residents'])(
    'is never kept when it holds what the city knows of a person: %s',
    async (url) => {
      await ask(answering({ name: 'Giulia' }), asks(url))

      expect(await (await store).count('answers')).toBe(0)
    },
  )

  it('is forgotten when another person is here', async () => {
    await ask(answering({ items: [1] }))
    await kept()

    await forgetAnswers(store)

    await expect(ask(noNetwork)).rejects.toThrow('no network')
  })

  it('is one of at most sixty', async () => {
    for (let at = 0; at < 65; at += 1) await ask(answering({ at }), asks(`http://city.test/api/v1/places/${at}`))
    await kept(60)
    await new Promise((done) => setTimeout(done, 30))

    expect(await (await store).count('answers')).toBe(60)
  })
})
