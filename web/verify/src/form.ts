/** The form of a proof bundle; the table of its parts is in `manto.ledger.bundle.form`. */

import { type Cbor, decodeCbor } from './cbor.ts'
import { Refused } from './errors.ts'
import { type MapProof, unpackMapProof } from './map.ts'
import { type Head, isRecord, parseHead } from './statement.ts'

const BUNDLE_BYTES_MAX = 1_048_576

export interface AuthorityProof {
  readonly value: Uint8Array
  readonly head: Head
  readonly proof: MapProof
  readonly statement: Uint8Array
  readonly before: Uint8Array | undefined
}

export interface ShownField {
  readonly name: string
  readonly value: Cbor
  readonly salt: Uint8Array
  readonly index: number
  readonly count: number
  readonly path: readonly Uint8Array[]
}

/** The latest statement of the record, and where it stands in the log. */
export interface Stated {
  readonly value: Uint8Array
  readonly head: Head
  readonly statement: Uint8Array
  readonly index: number
  readonly path: readonly Uint8Array[]
  readonly authority: readonly AuthorityProof[]
  readonly shown: readonly ShownField[]
}

export interface Bundle {
  readonly record: string
  readonly checkpoint: Uint8Array
  readonly header: Uint8Array
  readonly headerPath: readonly Uint8Array[]
  readonly proof: MapProof
  /** Absent when there is no such record. */
  readonly stated: Stated | undefined
}

/** Read a bundle; nothing in it is checked yet. */
export function parseBundle(raw: Uint8Array): Bundle {
  if (raw.length > BUNDLE_BYTES_MAX) throw malformed('it is too long')
  try {
    return parse(decodeCbor(raw))
  } catch (error) {
    if (error instanceof Refused && error.name === 'MalformedBundle') throw error
    throw malformed('a part of it is not in its form')
  }
}

function parse(values: Cbor): Bundle {
  if (!(values instanceof Map) || values.get(1) !== 1) throw malformed('it is not of version 1')
  const parts = values as ReadonlyMap<number | string, Cbor>
  const has = (...keys: number[]) => keys.every((key) => parts.has(key))
  const known = [...parts.keys()].every((key) => typeof key === 'number' && key >= 1 && key <= 12)
  const states = has(7, 8, 9, 10)
  const stray = !states && [7, 8, 9, 10, 11, 12].some((key) => parts.has(key))
  const record = parts.get(2)
  const proof = unpackMapProof(parts.get(6))
  if (!known || !has(1, 2, 3, 4, 5, 6) || stray || !isRecord(record) || !proof) throw malformed('a part is missing')
  return {
    record,
    checkpoint: octets(parts.get(3)),
    header: octets(parts.get(4)),
    headerPath: hashes(parts.get(5)),
    proof,
    stated: states ? parseStated(parts) : undefined,
  }
}

function parseStated(parts: ReadonlyMap<number | string, Cbor>): Stated {
  const value = octets(parts.get(7))
  return {
    value,
    head: parseHead(value),
    statement: octets(parts.get(8)),
    index: count(parts.get(9)),
    path: hashes(parts.get(10)),
    authority: list(parts.get(11) ?? [], 33).map(parseAuthority),
    shown: list(parts.get(12) ?? [], 256).map(parseShown),
  }
}

function parseAuthority(values: Cbor): AuthorityProof {
  const parts = list(values, 4)
  const proof = unpackMapProof(parts[1])
  if (parts.length < 3 || !proof) throw malformed('a part is missing')
  const value = octets(parts[0])
  const before = parts.length === 4 ? octets(parts[3]) : undefined
  return { value, head: parseHead(value), proof, statement: octets(parts[2]), before }
}

function parseShown(values: Cbor): ShownField {
  const parts = list(values, 6)
  const [name, value] = parts
  if (parts.length !== 6 || typeof name !== 'string' || value === undefined) throw malformed('a shown field is none')
  return { name, value, salt: octets(parts[2]), index: count(parts[3]), count: count(parts[4]), path: hashes(parts[5]) }
}

function list(value: Cbor | undefined, countMax: number): readonly Cbor[] {
  if (!Array.isArray(value) || value.length > countMax) throw malformed('a list in it is none, or too long')
  return value as readonly Cbor[]
}

function octets(value: Cbor | undefined): Uint8Array {
  if (!(value instanceof Uint8Array)) throw malformed('a part that must be bytes is none')
  return value
}

function count(value: Cbor | undefined): number {
  if (typeof value !== 'number' || value < 0) throw malformed('a place or a number in it is none')
  return value
}

function hashes(value: Cbor | undefined): Uint8Array[] {
  return list(value, 63).map((item) => {
    if (!(item instanceof Uint8Array) || item.length !== 32) throw malformed('a path in it is not made of hashes')
    return item
  })
}

function malformed(why: string): Refused {
  return new Refused('MalformedBundle', `This file is not a proof: ${why}.`, 'Ask for the proof again, whole and unchanged.')
}
