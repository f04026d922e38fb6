/**
 * Ed25519 by the one rule of the ledger, libsodium's; `manto.ledger.log.ed25519` holds the same on the same vectors.
 *
 * A signature is good if
 * 1. the key and R are in their shortest form and not of small order;
 * 2. S is below the group order;
 * 3. R is, byte for byte, what S·B - h·A encodes to, without multiplying by the cofactor.
 *
 * noble's own `verify` follows another rule and is not used. WebCrypto may answer (3), after (1) and (2) were checked here,
 * where it has shown that it does not multiply by the cofactor; see `swift.ts`.
 */

import { ed25519 } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { join, same, hex } from './bytes.ts'

const Point = ed25519.Point
const ORDER = Point.Fn.ORDER
const PRIME = Point.Fp.ORDER
const SIGN_BIT = 1n << 255n
const ORDER_EIGHT_Y = 2707385501144840649318225287225658788936804267575313519463743609750303402022n
const SMALL_ORDER_Y = new Set([0n, 1n, PRIME - 1n, ORDER_EIGHT_Y, PRIME - ORDER_EIGHT_Y])
const KEYS_KEPT_MAX = 64
const keysRead = new Map<string, InstanceType<typeof Point>>()

export interface SignatureCheck {
  readonly message: Uint8Array
  readonly signature: Uint8Array
  readonly key: Uint8Array
}

let put: SignatureCheck[] | undefined

/** Tell whether 32 bytes may stand for a key or for R (1). */
export function isAcceptablePoint(encoded: Uint8Array): boolean {
  if (encoded.length !== 32) return false
  const y = littleEndian(encoded) & (SIGN_BIT - 1n)
  return y < PRIME && !SMALL_ORDER_Y.has(y)
}

export function isSigned(message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.length !== 64) return false
  const r = signature.subarray(0, 32)
  const s = littleEndian(signature.subarray(32))
  if (!isAcceptablePoint(publicKey) || !isAcceptablePoint(r) || s >= ORDER) return false // (1), (2)
  if (put) return put.push({ message, signature, key: publicKey }) > 0
  const a = pointOf(publicKey)
  if (!a) return false
  const h = littleEndian(sha512(join(r, publicKey, message))) % ORDER
  // (3) Nothing here is secret, so the faster multiplication is safe.
  const expected = Point.BASE.multiplyUnsafe(s).subtract(a.multiplyUnsafe(h))
  return same(expected.toBytes(), r)
}

/** Do some work with (3) put off: every signature that passes (1) and (2) is taken for good, and given to be checked. */
export function puttingOff<Result>(work: () => Result): { result: Result; checks: readonly SignatureCheck[] } {
  const checks: SignatureCheck[] = (put = [])
  try {
    return { result: work(), checks }
  } finally {
    put = undefined
  }
}

function pointOf(key: Uint8Array): InstanceType<typeof Point> | undefined {
  const name = hex(key)
  const kept = keysRead.get(name)
  if (kept) return kept
  try {
    const point = Point.fromBytes(key, false)
    if (keysRead.size >= KEYS_KEPT_MAX) keysRead.clear()
    keysRead.set(name, point)
    return point
  } catch {
    return undefined
  }
}

function littleEndian(bytes: Uint8Array): bigint {
  let value = 0n
  for (let at = bytes.length - 1; at >= 0; at--) value = (value << 8n) | BigInt(bytes[at]!)
  return value
}
