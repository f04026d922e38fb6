/** What a statement says; the table of its fields is in `manto.ledger.statements.statement`. */

import { compare } from './bytes.ts'
import { type Cbor, decodeCbor } from './cbor.ts'
import { Refused } from './errors.ts'

export const KINDS = ['', 'issue', 'amend', 'transfer', 'suspend', 'reinstate', 'revoke', 'annul', 'expire', 'dispute'] as const
export const STATUSES = ['', 'active', 'suspended', 'disputed', 'revoked', 'annulled', 'expired'] as const
export type Kind = Exclude<(typeof KINDS)[number], ''>
export type Status = Exclude<(typeof STATUSES)[number], ''>

const RECORD_FORM = /^[a-z][a-z0-9-]{0,39}\/[!-~]{1,160}$/

export interface Statement {
  readonly ledger: string
  readonly record: string
  readonly kind: Kind
  readonly status: Status
  readonly effectiveSeconds: number
  readonly signedSeconds: number
  readonly prev: Uint8Array | undefined
  readonly holders: readonly Uint8Array[]
  readonly fields: Uint8Array | undefined
  readonly body: Uint8Array | undefined
  readonly reason: string | undefined
  readonly evidence: readonly Uint8Array[]
  readonly restores: Uint8Array | undefined
  readonly untilSeconds: number | undefined
  readonly content: ReadonlyMap<string, Cbor> | undefined
}

export interface Head {
  readonly statement: Uint8Array
  readonly status: Status
  readonly sinceSeconds: number
}

export function isRecord(value: Cbor | undefined): value is string {
  return typeof value === 'string' && RECORD_FORM.test(value)
}

/** Read a statement from a payload. */
export function parseStatement(payload: Uint8Array): Statement {
  const values = decodeCbor(payload)
  if (!(values instanceof Map) || values.get(1) !== 1) throw malformed('it is not of version 1')
  for (const [key, value] of values as ReadonlyMap<number | string, Cbor>) {
    if (typeof key !== 'number' || key < 1 || key > 16) throw malformed('it has a field that is not known')
    if (value === null || (Array.isArray(value) && value.length === 0)) throw malformed('a field is there and empty')
  }
  const field = (key: number): Cbor | undefined => values.get(key)
  const record = field(3)
  if (!isRecord(record)) throw malformed('it names no record')
  return {
    ledger: text(field(2), 200),
    record,
    kind: oneOf(KINDS, field(4)) as Kind,
    status: oneOf(STATUSES, field(6)) as Status,
    effectiveSeconds: time(field(8)),
    signedSeconds: time(field(9)),
    prev: hash(field(5)),
    holders: hashes(field(7)),
    fields: hash(field(10)),
    body: hash(field(11)),
    reason: field(12) === undefined ? undefined : text(field(12), 1000),
    evidence: hashes(field(13)),
    restores: hash(field(14)),
    untilSeconds: field(15) === undefined ? undefined : time(field(15)),
    content: content(field(16)),
  }
}

/** Read the map's value: hash of the latest statement, status, since. */
export function parseHead(value: Uint8Array): Head {
  const parts = decodeCbor(value)
  const [statement, status, since] = Array.isArray(parts) && parts.length === 3 ? (parts as Cbor[]) : []
  if (!(statement instanceof Uint8Array) || statement.length !== 32) throw malformed('the map holds no head')
  return { statement, status: oneOf(STATUSES, status) as Status, sinceSeconds: time(since) }
}

function oneOf(names: readonly string[], value: Cbor | undefined): string {
  const name = typeof value === 'number' && value > 0 ? names[value] : undefined
  if (name === undefined) throw malformed('its kind or status is none')
  return name
}

function text(value: Cbor | undefined, charactersMax: number): string {
  if (typeof value !== 'string' || value === '' || [...value].length > charactersMax) throw malformed('a text in it is none, or too long')
  return value
}

function time(value: Cbor | undefined): number {
  if (typeof value !== 'number') throw malformed('a time in it is none')
  return value
}

function hash(value: Cbor | undefined): Uint8Array | undefined {
  if (value !== undefined && (!(value instanceof Uint8Array) || value.length !== 32)) throw malformed('a hash in it is none')
  return value as Uint8Array | undefined
}

function hashes(value: Cbor | undefined): Uint8Array[] {
  if (value === undefined) return []
  if (!Array.isArray(value) || value.length > 16) throw malformed('a list in it is none, or too long')
  const list = (value as Cbor[]).map((item) => hash(item)!)
  if (list.some((item, at) => at > 0 && compare(list[at - 1]!, item) >= 0)) throw malformed('a list in it is not in order')
  return list
}

function content(value: Cbor | undefined): ReadonlyMap<string, Cbor> | undefined {
  if (value === undefined) return undefined
  if (!(value instanceof Map) || [...value.keys()].some((key) => typeof key !== 'string')) throw malformed('its content is none')
  return value as ReadonlyMap<string, Cbor>
}

function malformed(why: string): Refused {
  return new Refused('MalformedStatement', `The statement is malformed: ${why}.`, 'Ask for the proof again.')
}
