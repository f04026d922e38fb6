/**
 * Proofs from the map; `manto.ledger.map.proof` carries the same numbers.
 *
 * 1. There are at most 256 siblings, one for each level from the root down.
 * 2. Currency: the end of the path is the leaf of this key and this value.
 * 3. Absence: the end of the path is empty, or it is the leaf of another key that shares the path's bits.
 * 4. Hashed upwards with the siblings, left or right by the key's bits, the end gives the root.
 */

import { join, same, sha256, utf8 } from './bytes.ts'
import type { Cbor } from './cbor.ts'
import { nodeHash } from './merkle.ts'

const EMPTY = new Uint8Array(32)
const KEY_BITS = 256

export interface MapProof {
  /** From the root down. */
  readonly siblings: readonly Uint8Array[]
  /** For absence only: key and value digest of the leaf in the key's place. */
  readonly other?: readonly [Uint8Array, Uint8Array]
}

export function recordKey(record: string): Uint8Array {
  return sha256(utf8(record))
}

/** Say whether the map with this root holds this value for the key; undefined: holds nothing. */
export function mapProofHolds(proof: MapProof, root: Uint8Array, key: Uint8Array, value: Uint8Array | undefined): boolean {
  const found = mapRootOf(proof, key, value)
  return found !== undefined && same(found, root)
}

/** Say of which map the proof shows that it holds this value for the key: its root; undefined when it shows nothing. */
export function mapRootOf(proof: MapProof, key: Uint8Array, value: Uint8Array | undefined): Uint8Array | undefined {
  const depth = proof.siblings.length
  if (depth > KEY_BITS) return undefined // (1)
  let digest: Uint8Array
  if (value !== undefined) {
    if (proof.other) return undefined
    digest = leafDigest(key, sha256(value)) // (2)
  } else if (!proof.other) {
    digest = EMPTY // (3)
  } else {
    if (same(proof.other[0], key) || !shareBits(proof.other[0], key, depth)) return undefined
    digest = leafDigest(...proof.other)
  }
  for (let level = depth - 1; level >= 0; level--) {
    const sibling = proof.siblings[level]!
    digest = bit(key, level) ? nodeHash(sibling, digest) : nodeHash(digest, sibling) // (4)
  }
  return digest
}

/** Read a proof from CBOR values; undefined when they are not one. */
export function unpackMapProof(values: Cbor | undefined): MapProof | undefined {
  if (!Array.isArray(values) || (values.length !== 3 && values.length !== 4)) return undefined
  const [depth, flags, digests, other] = values as Cbor[]
  if (typeof depth !== 'number' || depth < 0 || depth > KEY_BITS) return undefined
  if (!(flags instanceof Uint8Array) || flags.length !== Math.ceil(depth / 8) || !(digests instanceof Uint8Array)) return undefined
  const siblings: Uint8Array[] = []
  let taken = 0
  for (let level = 0; level < flags.length * 8; level++) {
    const present = ((flags[level >> 3]! >> (level & 7)) & 1) === 1
    if (level >= depth) {
      if (present) return undefined
      continue
    }
    siblings.push(present ? digests.subarray(taken, taken + 32) : EMPTY)
    taken += present ? 32 : 0
  }
  if (taken !== digests.length) return undefined
  if (values.length === 3) return { siblings }
  if (!Array.isArray(other) || other.length !== 2) return undefined
  const [key, digest] = other as Cbor[]
  if (!(key instanceof Uint8Array) || !(digest instanceof Uint8Array) || key.length !== 32 || digest.length !== 32) return undefined
  return { siblings, other: [key, digest] }
}

function leafDigest(key: Uint8Array, digest: Uint8Array): Uint8Array {
  return sha256(join(Uint8Array.of(0), key, digest))
}

function bit(key: Uint8Array, depth: number): number {
  return (key[depth >> 3]! >> (7 - (depth & 7))) & 1
}

function shareBits(one: Uint8Array, other: Uint8Array, depth: number): boolean {
  for (let level = 0; level < depth; level++) if (bit(one, level) !== bit(other, level)) return false
  return true
}
