/**
 * The envelope of a statement; `manto.ledger.statements.cose` carries the same numbers.
 *
 * 1. The envelope is deterministic CBOR of at most 64 KiB.
 * 2. Its headers are exactly those of a statement; nothing is left to a default, nothing unsigned is believed.
 * 3. It has 1 to 16 signatures, in the order of their keys, no key twice.
 * 4. Each signature is Ed25519 (COSE algorithm -19) by the key in its own header over the Sig_structure.
 * 5. A batch signature (header 395: 1) is over the root of a Merkle tree in place of the payload; the way from the
 *    payload to the root is in its unsigned header 396 and nowhere else.
 */

import { compare, hex, same, sha256 } from './bytes.ts'
import { type Cbor, decodeCbor, encodeCbor } from './cbor.ts'
import { isSigned } from './ed25519.ts'
import { Refused } from './errors.ts'
import { leafHash, rootByInclusion } from './merkle.ts'

const STATEMENT_BYTES_MAX = 65_536
const SIGNATURES_MAX = 16
const BODY_HEADER = encodeCbor(new Map([[3, 'application/manto-statement+cbor']]))
const ASK_AGAIN = 'Ask for the proof again; if it stays so, do not rely on the record.'

interface BatchPlace {
  readonly size: number
  readonly index: number
  readonly path: readonly Uint8Array[]
}

interface Signature {
  readonly key: Uint8Array
  readonly signature: Uint8Array
  readonly place: BatchPlace | undefined
}

export interface Envelope {
  /** SHA-256 of all its bytes: the statement's name. */
  readonly hash: Uint8Array
  readonly payload: Uint8Array
  readonly signatures: readonly Signature[]
}

/** Read an envelope; its signatures are not checked yet. */
export function parseEnvelope(raw: Uint8Array): Envelope {
  if (raw.length > STATEMENT_BYTES_MAX || raw[0] !== 0xd8 || raw[1] !== 0x62) throw malformed('it is not a COSE_Sign envelope') // (1)
  const parts = decodeCbor(raw.subarray(2))
  if (!Array.isArray(parts) || parts.length !== 4) throw malformed('it has not four parts')
  const [header, unsigned, payload, listed] = parts as Cbor[]
  const headersRight = header instanceof Uint8Array && same(header, BODY_HEADER) && unsigned instanceof Map && unsigned.size === 0
  if (!headersRight) throw malformed("its headers are not a statement's") // (2)
  if (!(payload instanceof Uint8Array) || !Array.isArray(listed)) throw malformed('it has no payload or no signatures')
  if (listed.length < 1 || listed.length > SIGNATURES_MAX) throw malformed('it has too many signatures or none') // (3)
  const signatures = (listed as Cbor[]).map(parseSignature)
  for (let at = 1; at < signatures.length; at++) {
    if (compare(signatures[at - 1]!.key, signatures[at]!.key) >= 0) throw malformed('its signatures are not in order')
  }
  return { hash: sha256(raw), payload, signatures }
}

/** Check every signature of an envelope (4, 5). */
export function checkSignatures(of: Envelope): void {
  for (const signature of of.signatures) {
    if (!isSigned(signedBytes(signature, of.payload), signature.signature, signature.key)) {
      throw new Refused('BadSignature', `The signature by key ${hex(signature.key).slice(0, 16)}… does not hold.`, ASK_AGAIN)
    }
  }
}

function signedBytes({ key, place }: Signature, payload: Uint8Array): Uint8Array {
  if (!place) return encodeCbor(['Signature', BODY_HEADER, signerHeader(key, false), new Uint8Array(), payload])
  try {
    const root = rootByInclusion(leafHash(payload), place.index, place.size, place.path)
    return encodeCbor(['Signature', BODY_HEADER, signerHeader(key, true), new Uint8Array(), root])
  } catch {
    throw new Refused('BadSignature', 'The statement is not in the batch that its agency signed.', ASK_AGAIN)
  }
}

function signerHeader(key: Uint8Array, batch: boolean): Uint8Array {
  const claims = new Map<number, Cbor>([
    [1, -19],
    [4, key],
  ])
  if (batch) claims.set(395, 1)
  return encodeCbor(claims)
}

function parseSignature(parts: Cbor): Signature {
  const [header, unsigned, signature] = Array.isArray(parts) && parts.length === 3 ? (parts as Cbor[]) : []
  const claims = header instanceof Uint8Array ? decodeCbor(header) : null
  const key = claims instanceof Map ? claims.get(4) : undefined
  if (!(key instanceof Uint8Array) || key.length !== 32) throw malformed('a signature has no key')
  if (!(signature instanceof Uint8Array) || signature.length !== 64) throw malformed('a signature has another length')
  const place = unsigned instanceof Map && unsigned.size === 0 ? undefined : parsePlace(unsigned)
  if (!same(header as Uint8Array, signerHeader(key, place !== undefined))) throw malformed('a signature says more than it may')
  return { key, signature, place }
}

function parsePlace(unsigned: Cbor | undefined): BatchPlace {
  const proofs = unsigned instanceof Map && unsigned.size === 1 ? unsigned.get(396) : undefined
  const listed = proofs instanceof Map && proofs.size === 1 ? proofs.get(-1) : undefined
  const proof = Array.isArray(listed) && listed.length === 1 ? listed[0] : undefined
  const place = proof instanceof Uint8Array ? decodeCbor(proof) : undefined
  if (!Array.isArray(place) || place.length !== 3) throw malformed('a batch signature has no place')
  const [size, index, path] = place as Cbor[]
  const right = typeof size === 'number' && typeof index === 'number' && Array.isArray(path) && path.length <= 32
  if (!right || path.some((step) => !(step instanceof Uint8Array) || step.length !== 32)) throw malformed('a batch signature has no place')
  return { size, index, path: path as Uint8Array[] }
}

function malformed(why: string): Refused {
  return new Refused('MalformedStatement', `The statement's envelope is malformed: ${why}.`, ASK_AGAIN)
}
