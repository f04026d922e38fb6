// @vitest-environment node
import 'fake-indexeddb/auto'
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { BadPack, cellAt, install, neighbourhood, openShelf, remove, type City, type Sent, type Shelf } from './packs'

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const KEY = Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url').toString('base64')
const sha = (text: string) => createHash('sha256').update(text).digest('hex')
const CELL = '13515x19079'

/** The city as the server makes it: with the whole pack, or a delta from `before`. */
function sent(items: Record<string, string>, before?: Record<string, string>, since: string | null = null): Sent {
  const listing = Object.keys(items)
    .sort()
    .map((name) => `${name} ${sha(items[name]!)}`)
    .join('\n')
  const head = JSON.stringify({ cell: CELL, city: 'x', day: '2026-06-09', items: sha(listing), version: sha(listing).slice(0, 20) })
  const changed = Object.fromEntries(Object.entries(items).filter(([name, text]) => before?.[name] !== text))
  const gone = Object.keys(before ?? {}).filter((name) => !(name in items))
  return { head, signature: sign(null, Buffer.from(head), privateKey).toString('base64'), since, items: changed, gone }
}

const city = (pack: City['pack']): City => ({ key: async () => KEY, pack })
const FIRST = { 'place a': '{"n":1}', 'place è': '{"n":"è"}' }

let shelf: Shelf
let number = 0
beforeEach(async () => {
  number += 1
  shelf = await openShelf(`shelf-${number}`)
})

describe('a neighbourhood', () => {
  it('is named by its square, at the edges of the globe too', () => {
    const names = [cellAt({ lat: 45.1603, lon: 10.7978 }), cellAt({ lat: -90, lon: -180 }), cellAt({ lat: 90, lon: 180 })]

    expect(names).toEqual(['13516x19079', '0x0', '17999x35999'])
    expect(neighbourhood({ lat: 0, lon: -180 })).toContain('9000x35999')
    expect(neighbourhood({ lat: 90, lon: 0 })).toHaveLength(6)
  })
})

describe('a pack', () => {
  it('is kept when the city signed it, and is whole', async () => {
    await install(shelf, [CELL], city(async () => sent(FIRST)))

    expect((await shelf.get('packs', CELL))?.items).toEqual(FIRST)
  })

  it('is mended by what has changed', async () => {
    await install(shelf, [CELL], city(async () => sent(FIRST)))
    const next = { 'place a': '{"n":2}', 'place b': '{}' }

    const changed = await install(shelf, [CELL], city(async (_, since) => sent(next, FIRST, since)))

    expect([changed, (await shelf.get('packs', CELL))?.items]).toEqual([1, next])
  })

  it('stays as it is when nothing has changed', async () => {
    await install(shelf, [CELL], city(async () => sent(FIRST)))

    expect(await install(shelf, [CELL], city(async () => null))).toBe(0)
  })

  const cases: [string, (good: Sent) => Sent][] = [
    ['one letter of an item', (good) => ({ ...good, items: { ...good.items, 'place a': '{"n":9}' } })],
    ['an item less', (good) => ({ ...good, items: { 'place a': good.items['place a']! } })],
    ['another head', (good) => ({ ...good, head: good.head.replace('2026', '2027') })],
    ['another signature', (good) => ({ ...good, signature: Buffer.alloc(64, 1).toString('base64') })],
    ['a delta from what this phone never had', (good) => ({ ...good, since: 'x', items: {} })],
  ]
  it.each(cases)('with %s is refused and nothing is kept', async (_, spoil) => {
    const installing = install(shelf, [CELL], city(async () => spoil(sent(FIRST))))

    await expect(installing).rejects.toBeInstanceOf(BadPack)
    expect(await shelf.count('packs')).toBe(0)
  })

  it('of another square is refused', async () => {
    await expect(install(shelf, ['1x1'], city(async () => sent(FIRST)))).rejects.toThrow('another square')
  })

  it('under another key than the first is refused', async () => {
    await install(shelf, [CELL], city(async () => sent(FIRST)))
    const other = generateKeyPairSync('ed25519')
    const forged = sent({ 'place a': '{"n":3}' })
    forged.signature = sign(null, Buffer.from(forged.head), other.privateKey).toString('base64')

    await expect(install(shelf, [CELL], city(async () => forged))).rejects.toThrow('signature')
    expect((await shelf.get('packs', CELL))?.items).toEqual(FIRST)
  })

  it('goes when one says so', async () => {
    await install(shelf, [CELL], city(async () => sent(FIRST)))

    await remove(shelf, [CELL])

    expect(await shelf.count('packs')).toBe(0)
  })
})
