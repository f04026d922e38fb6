/** Where somebody is on a trail: kept on this phone alone, until it is forgotten. */

import { openDB, type DBSchema, type IDBPDatabase } from 'idb'

export type CheckIn = 'code' | 'there' | 'word'
export type Solved = 'answered' | 'skipped'

export interface Walk {
  trail: string
  /** How each stop was reached: by a code, by being there, or on one's word where the phone was not sure. */
  reached: Record<string, CheckIn>
  solved: Record<string, Solved>
  /** The group one plays in: a code and no name. */
  group: { code: string; until: string; done: string[] } | null
}

interface Schema extends DBSchema {
  walks: { key: string; value: Walk }
}
export type Walks = IDBPDatabase<Schema>

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const DAY_MS = 24 * 3600 * 1000

export function openWalks(name = 'manto-walks'): Promise<Walks> {
  return openDB<Schema>(name, 1, {
    upgrade(database) {
      database.createObjectStore('walks', { keyPath: 'trail' })
    },
  })
}

/** Where one is on a trail; a group whose day is over is forgotten as it is read. */
export async function walkOf(walks: Walks, trail: string, now: Date): Promise<Walk> {
  const kept = await walks.get('walks', trail)
  if (!kept) return { trail, reached: {}, solved: {}, group: null }
  if (!kept.group || new Date(kept.group.until) > now) return kept
  const alone = { ...kept, group: null }
  await walks.put('walks', alone)
  return alone
}

export async function keepWalk(walks: Walks, walk: Walk): Promise<void> {
  await walks.put('walks', walk)
}

export async function forgetWalk(walks: Walks, trail: string): Promise<void> {
  await walks.delete('walks', trail)
}

/** Forget every walk: another person is here now. */
export async function forgetWalks(walks: Walks): Promise<void> {
  await walks.clear('walks')
}

/** Draw a code for a group: six letters that nobody misreads. */
export function drawCode(): string {
  return [...crypto.getRandomValues(new Uint8Array(6))].map((byte) => LETTERS[byte % 32]!).join('')
}

/** Read a code as people type it; null when it is none. */
export function readCode(typed: string): string | null {
  const code = typed.toUpperCase().replace(/[^A-Z0-9]/g, '').replace(/[IL]/g, '1').replace(/O/g, '0').replace(/U/g, 'V')
  return code.length === 6 ? code : null
}

/** Join a group, or begin one: with the network or without. */
export function withGroup(walk: Walk, code: string, now: Date): Walk {
  return { ...walk, group: { code, until: new Date(now.getTime() + DAY_MS).toISOString(), done: [] } }
}

/** Lay what the group has solved to what this phone knows of it: a set that only grows, whoever comes when. */
export function merged(walk: Walk, code: string, done: string[], until: string): Walk {
  if (walk.group?.code !== code) return walk
  return { ...walk, group: { code, until, done: [...new Set([...walk.group.done, ...done])].sort() } }
}

let own: Promise<Walks> | null = null

/** This phone's own walks, opened once. Where storage is refused, a walk lasts for this visit. */
export function ownWalks(): Promise<Walks> {
  own ??= openWalks()
  return own
}
