import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { Outcome } from '~/api/types'

/** An outcome that waits on the phone. `held` ones may still be undone and are not sent. */
export interface Waiting {
  order?: number
  once: string
  held: boolean
  outcome: Outcome
}

/** The last good answer to a question, and when it came. */
export interface Kept {
  question: string
  answer: unknown
  at: string
}

/** Something the person put away: until tomorrow (`not_now`) or for good (`not_this`). */
export interface PutAway {
  subject: string
  kind: 'not_now' | 'not_this'
  day: string
}

/** Answers of an application that have not reached the server yet. */
export interface KeptDraft {
  id: string
  answers: Record<string, string | number | boolean | string[] | null | undefined>
}

/** Something that the person chose or refused, where she wants it kept on this phone. */
export interface KeptChoice {
  id: string
  subject: string
  /** Its category, with `event:` or `service:` before it where it is one. */
  kind: string
  how: 'accepted' | 'done' | 'more' | 'refused'
  /** Quarter of an hour of the city's clock since 1970. */
  quarter: number
  lat: number | null
  lon: number | null
  title: string
}

interface Schema extends DBSchema {
  outcomes: { key: number; value: Waiting; indexes: { once: string } }
  said: { key: string; value: { once: string; day: string } }
  answers: { key: string; value: Kept }
  put_away: { key: string; value: PutAway }
  drafts: { key: string; value: KeptDraft }
  choices: { key: string; value: KeptChoice }
  taste: { key: string; value: { name: string; value: string } }
}

export type Store = IDBPDatabase<Schema>

/** Open what Manto keeps on this phone. Anyone who holds the unlocked phone could read it; nothing here is secret. */
export async function openStore(name = 'manto'): Promise<Store> {
  return openDB<Schema>(name, 3, {
    upgrade(database, before) {
      if (before < 2) database.createObjectStore('drafts', { keyPath: 'id' })
      if (before < 3) {
        database.createObjectStore('choices', { keyPath: 'id' })
        database.createObjectStore('taste', { keyPath: 'name' })
      }
      if (before >= 1) return
      const outcomes = database.createObjectStore('outcomes', { keyPath: 'order', autoIncrement: true })
      outcomes.createIndex('once', 'once', { unique: true })
      database.createObjectStore('said', { keyPath: 'once' })
      database.createObjectStore('answers', { keyPath: 'question' })
      database.createObjectStore('put_away', { keyPath: 'subject' })
    },
  })
}
