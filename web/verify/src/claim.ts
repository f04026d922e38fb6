/** What a paper says, signed by the office that prints it; the table of its fields is in `manto.ledger.paper.claim`. */

import { same, sha256, utf8 } from './bytes.ts'
import { type Cbor, decodeCbor, encodeCbor } from './cbor.ts'
import { isSigned } from './ed25519.ts'
import { malformedPaper, Refused } from './errors.ts'
import { type Head, isRecord, STATUSES, type Status } from './statement.ts'

const KEY_ID_BYTES = 8
const SHOWN_MAX = 24
const CONTEXT = utf8('manto/paper/1')

export type Shown = string | number | boolean

export interface Claim {
  readonly record: string
  readonly head: Head
  /** The map's value that the claim stands on. */
  readonly value: Uint8Array
  readonly shown: ReadonlyMap<string, Shown>
  readonly printedSeconds: number
  /** Number of the status list, and the place in it. */
  readonly listed: readonly [number, number] | undefined
  readonly keyId: Uint8Array
  readonly payload: Uint8Array
  readonly signature: Uint8Array
}

/** Read a signed claim; its signature is not checked yet. */
export function parseClaim(raw: Uint8Array): Claim {
  try {
    return parse(raw)
  } catch (error) {
    if (error instanceof Refused && error.name === 'MalformedPaper') throw error
    throw malformedPaper('its claim is not in its form')
  }
}

/** Say whether the signature is this key's, by the ledger's one rule. */
export function isClaimBy(claim: Claim, publicKey: Uint8Array): boolean {
  if (!same(claim.keyId, sha256(publicKey).subarray(0, KEY_ID_BYTES))) return false
  const signed = encodeCbor(['Signature1', header(claim.keyId), CONTEXT, claim.payload])
  return isSigned(signed, claim.signature, publicKey)
}

function parse(raw: Uint8Array): Claim {
  if (raw[0] !== 0xd2) throw malformedPaper("its claim is not signed as a paper's is")
  const parts = decodeCbor(raw.subarray(1))
  const [head, unsigned, payload, signature] = Array.isArray(parts) && parts.length === 4 ? (parts as Cbor[]) : []
  const whole = head instanceof Uint8Array && payload instanceof Uint8Array && signature instanceof Uint8Array
  if (!whole || signature.length !== 64 || !(unsigned instanceof Map) || unsigned.size > 0) throw malformedPaper('its claim lacks a part')
  const keyId = head.slice(-KEY_ID_BYTES)
  if (!same(head, header(keyId))) throw malformedPaper("its claim has another header than a paper's")
  return { ...parsePayload(payload), keyId, payload, signature }
}

function parsePayload(payload: Uint8Array): Omit<Claim, 'keyId' | 'payload' | 'signature'> {
  const values = decodeCbor(payload)
  if (!(values instanceof Map)) throw malformedPaper('its claim lacks a field')
  const fields = values as ReadonlyMap<number | string, Cbor>
  const known = [...fields.keys()].every((key) => typeof key === 'number' && key >= 1 && key <= 7)
  const [record, statement, status, since, shown, printed] = [1, 2, 3, 4, 5, 6].map((key) => fields.get(key))
  const name = typeof status === 'number' && status > 0 ? STATUSES[status] : undefined
  if (!known || !isRecord(record)) throw malformedPaper('its claim names no record')
  if (!(statement instanceof Uint8Array) || statement.length !== 32 || !name) throw malformedPaper('its claim names no statement')
  if (typeof since !== 'number' || typeof printed !== 'number') throw malformedPaper('a time in its claim is none')
  return {
    record,
    head: { statement, status: name as Status, sinceSeconds: since },
    value: encodeCbor([statement, status as number, since]),
    shown: parseShown(shown),
    printedSeconds: printed,
    listed: parseListed(fields.get(7)),
  }
}

function parseShown(shown: Cbor | undefined): ReadonlyMap<string, Shown> {
  if (!(shown instanceof Map) || shown.size > SHOWN_MAX) throw malformedPaper('what it shows is none, or too much')
  for (const [name, value] of shown as ReadonlyMap<number | string, Cbor>) {
    if (typeof name !== 'string' || !['string', 'number', 'boolean'].includes(typeof value)) throw malformedPaper('what it shows is neither text nor number')
  }
  return shown as ReadonlyMap<string, Shown>
}

function parseListed(value: Cbor | undefined): readonly [number, number] | undefined {
  if (value === undefined) return undefined
  const [number, place] = Array.isArray(value) && value.length === 2 ? (value as Cbor[]) : []
  if (typeof number !== 'number' || typeof place !== 'number' || number < 0 || place < 0) throw malformedPaper('its place in the status list is none')
  return [number, place]
}

function header(keyId: Uint8Array): Uint8Array {
  return encodeCbor(
    new Map<number, Cbor>([
      [1, -19],
      [4, keyId],
    ]),
  )
}
