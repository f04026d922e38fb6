/** Neighbourhoods kept on the phone: installed by choice, checked by the city's signature, mended by what changed. */

import { openDB, type DBSchema, type IDBPDatabase } from 'idb'

const CELLS_IN_A_DEGREE = 100

/** What travels: a whole pack, or what has changed `since` a version. */
export interface Sent {
  head: string
  signature: string
  since: string | null
  items: Record<string, string>
  gone: string[]
}

export interface Head {
  cell: string
  city: string
  day: string
  items: string
  version: string
}

/** One square as it is kept: its items as they came, so that they can be checked again. */
export interface KeptPack {
  cell: string
  head: Head
  items: Record<string, string>
  bytes: number
}

interface Schema extends DBSchema {
  packs: { key: string; value: KeptPack }
  keys: { key: string; value: { name: string; key: string } }
  media: { key: string; value: { url: string; sha256: string; content: Blob } }
}
export type Shelf = IDBPDatabase<Schema>

/** Open the shelf of packs. Nothing on it is secret: it is what anybody may read of the city. */
export function openShelf(name = 'manto-packs'): Promise<Shelf> {
  return openDB<Schema>(name, 2, {
    upgrade(database, before) {
      database.createObjectStore('media', { keyPath: 'url' })
      if (before >= 1) return
      database.createObjectStore('packs', { keyPath: 'cell' })
      database.createObjectStore('keys', { keyPath: 'name' })
    },
  })
}

/** Name the square in which a point lies: all that the city learns of who asks. */
export function cellAt({ lat, lon }: { lat: number; lon: number }): string {
  const north = Math.min(180 * CELLS_IN_A_DEGREE - 1, Math.floor((lat + 90) * CELLS_IN_A_DEGREE))
  const east = Math.min(360 * CELLS_IN_A_DEGREE - 1, Math.floor((lon + 180) * CELLS_IN_A_DEGREE))
  return `${north}x${east}`
}

/** The square one is in and the eight around it. */
export function neighbourhood(point: { lat: number; lon: number }): string[] {
  const [north, east] = cellAt(point).split('x').map(Number) as [number, number]
  const columns = 360 * CELLS_IN_A_DEGREE
  return [-1, 0, 1].flatMap((up) =>
    [-1, 0, 1].flatMap((right) => {
      const row = north + up
      return row < 0 || row >= 180 * CELLS_IN_A_DEGREE ? [] : [`${row}x${(east + right + columns) % columns}`]
    }),
  )
}

/** Why a pack was not taken: nothing of it is kept. */
export class BadPack extends Error {}

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))

/** Name a text or a file by its digest. */
export async function sha256(content: string | ArrayBuffer): Promise<string> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const hash = await crypto.subtle.digest('SHA-256', bytes)
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The order of names is that of their code points, as on the server; JavaScript's own sorts by UTF-16 units. */
function byCodePoint(a: string, b: string): number {
  const [first, second] = [[...a], [...b]]
  const at = first.findIndex((letter, place) => letter !== second[place])
  if (at < 0) return first.length - second.length
  return (first[at]?.codePointAt(0) ?? -1) - (second[at]?.codePointAt(0) ?? -1)
}

/**
 * Check what was sent, and give the pack that it makes with what was kept.
 *
 * 1. The head is signed by the city's key.
 * 2. It is the square that was asked for.
 * 3. All items together, those kept and those sent, have the digest that the head says. Whatever fails, nothing is kept.
 */
export async function checked(
  sent: Sent,
  cell: string,
  key: string,
  kept: KeptPack | undefined,
): Promise<KeptPack> {
  const cityKey = await crypto.subtle.importKey('raw', bytesOf(key), 'Ed25519', false, ['verify'])
  const head = new TextEncoder().encode(sent.head)
  if (!(await crypto.subtle.verify('Ed25519', cityKey, bytesOf(sent.signature), head)))
    throw new BadPack('The signature is not the city’s.') // (1)
  const told = JSON.parse(sent.head) as Head
  if (told.cell !== cell) throw new BadPack('It is another square.') // (2)
  const items = sent.since === null ? { ...sent.items } : { ...kept?.items, ...sent.items }
  for (const name of sent.gone) delete items[name]
  const names = Object.keys(items).sort(byCodePoint)
  const listing = await Promise.all(names.map(async (name) => `${name} ${await sha256(items[name]!)}`))
  if ((await sha256(listing.join('\n'))) !== told.items) throw new BadPack('It is not whole.') // (3)
  const bytes = names.reduce((sum, name) => sum + items[name]!.length, 0)
  return { cell, head: told, items, bytes }
}

export interface City {
  key: () => Promise<string>
  /** Null when what the phone has is the latest. */
  pack: (cell: string, since: string | null) => Promise<Sent | null>
}

/** The key that this phone saw first is the city's; another one is not believed. */
async function keyOf(shelf: Shelf, city: City): Promise<string> {
  const known = await shelf.get('keys', 'city')
  if (known) return known.key
  const key = await city.key()
  await shelf.put('keys', { name: 'city', key })
  return key
}

/** Keep squares on the phone, or bring them up to date; says how many had changed. */
export async function install(shelf: Shelf, cells: string[], city: City): Promise<number> {
  const key = await keyOf(shelf, city)
  let changed = 0
  for (const cell of cells) {
    const kept = await shelf.get('packs', cell)
    const sent = await city.pack(cell, kept?.head.version ?? null)
    if (!sent) continue
    const pack = await checked(sent, cell, key, kept)
    if (pack.head.version === kept?.head.version) continue
    await shelf.put('packs', pack)
    changed += 1
  }
  return changed
}

/** Remove squares from the phone. */
export async function remove(shelf: Shelf, cells: string[]): Promise<void> {
  for (const cell of cells) await shelf.delete('packs', cell)
}
