/** The form of a code on paper; the table of its parts is in `manto.ledger.paper.form`. */

import { type Cbor, decodeCbor } from './cbor.ts'
import { type Claim, parseClaim } from './claim.ts'
import { fromDigits } from './digits.ts'
import { malformedPaper, Refused } from './errors.ts'
import { type MapProof, unpackMapProof } from './map.ts'
import { isRecord } from './statement.ts'

const CODE_BYTES_MAX = 4_096
const SIGNATURES_MAX = 16
const PATH_HASHES_MAX = 63
const CODE_IN_TEXT = /(?<![0-9])[0-9]{150,10000}(?![0-9])/g

export interface CompactSignature {
  readonly keyId: Uint8Array
  readonly atSeconds: number | undefined
  readonly signature: Uint8Array
}

export interface Seal {
  readonly size: number
  readonly timeSeconds: number
  readonly statements: number
  readonly previous: Uint8Array
  readonly path: readonly Uint8Array[]
  readonly signatures: readonly CompactSignature[]
}

/** A code that says how a record stands, or, without a claim, that there is none. */
export interface RecordCode {
  readonly record: string
  readonly claim: Claim | undefined
  readonly proof: MapProof
}

/** One code on a paper: of a record, or, the second of two, a seal alone. */
export interface PaperCode {
  readonly height: number
  readonly about: RecordCode | undefined
  readonly seal: Seal | undefined
}

/** Say whether a text has what may be a code in it. */
export function holdsCode(text: string): boolean {
  return text.search(CODE_IN_TEXT) >= 0
}

/** Read all codes in a text, or in a PDF read as Latin-1, which carries them in its description. */
export function readCodes(text: string): PaperCode[] {
  const found = new Set(text.match(CODE_IN_TEXT) ?? [])
  if (found.size === 0) throw malformedPaper('there is no code in it')
  return [...found].map((digits) => parseCode(fromDigits(digits)))
}

/** Read a code; nothing in it is checked yet. */
export function parseCode(raw: Uint8Array): PaperCode {
  if (raw.length > CODE_BYTES_MAX) throw malformedPaper('it is too long')
  try {
    return parse(decodeCbor(raw))
  } catch (error) {
    if (error instanceof Refused && error.name === 'MalformedPaper') throw error
    throw malformedPaper('a part of it is not in its form')
  }
}

function parse(values: Cbor): PaperCode {
  if (!(values instanceof Map) || values.get(1) !== 1) throw malformedPaper('it is not of version 1')
  const parts = values as ReadonlyMap<number | string, Cbor>
  const known = [...parts.keys()].every((key) => typeof key === 'number' && key >= 1 && key <= 5)
  const [about, proof, height, sealed] = [2, 3, 4, 5].map((key) => parts.get(key))
  const hasProof = about !== undefined && proof !== undefined
  const stray = !hasProof && (about !== undefined || proof !== undefined || sealed === undefined)
  if (!known || stray || typeof height !== 'number' || height < 1) throw malformedPaper('a part is missing')
  const seal = sealed === undefined ? undefined : parseSeal(sealed)
  if (!hasProof) return { height, about: undefined, seal }
  const unpacked = unpackMapProof(proof)
  if (!unpacked) throw malformedPaper('its map proof is none')
  if (about instanceof Uint8Array) {
    const claim = parseClaim(about)
    return { height, about: { record: claim.record, claim, proof: unpacked }, seal }
  }
  if (!isRecord(about)) throw malformedPaper('it names no record')
  return { height, about: { record: about, claim: undefined, proof: unpacked }, seal }
}

function parseSeal(values: Cbor): Seal {
  const [size, timeSeconds, statements, previous, path, signed] = Array.isArray(values) && values.length === 6 ? (values as Cbor[]) : []
  const numbers = typeof size === 'number' && size >= 1 && typeof timeSeconds === 'number' && typeof statements === 'number' && statements >= 0
  const hashes = previous instanceof Uint8Array && previous.length === 32 && path instanceof Uint8Array && path.length % 32 === 0
  if (!numbers || !hashes || path.length > 32 * PATH_HASHES_MAX) throw malformedPaper('its seal lacks a part')
  if (!Array.isArray(signed) || signed.length < 1 || signed.length > SIGNATURES_MAX) throw malformedPaper('nobody signed its seal')
  const siblings = Array.from({ length: path.length / 32 }, (_, at) => path.subarray(32 * at, 32 * at + 32))
  return { size, timeSeconds, statements, previous, path: siblings, signatures: (signed as Cbor[]).map(parseSignature) }
}

function parseSignature(values: Cbor): CompactSignature {
  const parts = Array.isArray(values) && (values.length === 2 || values.length === 3) ? (values as Cbor[]) : []
  const keyId = parts[0]
  const signature = parts[parts.length - 1]
  const at = parts.length === 3 ? parts[1] : undefined
  const timed = parts.length !== 3 || (typeof at === 'number' && at >= 0)
  if (!(keyId instanceof Uint8Array) || keyId.length !== 4 || !(signature instanceof Uint8Array) || signature.length !== 64 || !timed) {
    throw malformedPaper('a signature in its seal is none')
  }
  return { keyId, atSeconds: at as number | undefined, signature }
}
