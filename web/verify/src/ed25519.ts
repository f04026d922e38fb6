/**
 * Ed25519 by the one rule of the ledger, libsodium's; `manto.ledger.log.ed25519` holds the same on the same vectors.
 *
 * A signature is good if
 * 1. the key and R are canonical encodings of points that are not of small order;
 * 2. S is below the group order;
 * 3. R is, byte for byte, what S·B - h·A encodes to, without multiplying by the cofactor.
 *
 * WebCrypto and noble's own `verify` follow other rules: neither is used.
 */

import { ed25519 } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { join, same } from './bytes.ts'

const Point = ed25519.Point
const ORDER = Point.Fn.ORDER

/** Read a point that may stand for a key or for R (1); undefined for any other. */
export function acceptablePoint(encoded: Uint8Array): InstanceType<typeof Point> | undefined {
  if (encoded.length !== 32) return undefined
  try {
    const point = Point.fromBytes(encoded, false)
    return same(point.toBytes(), encoded) && !point.isSmallOrder() ? point : undefined
  } catch {
    return undefined
  }
}

export function isSigned(message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.length !== 64) return false
  const r = signature.subarray(0, 32)
  const a = acceptablePoint(publicKey) // (1)
  const s = littleEndian(signature.subarray(32))
  if (!a || !acceptablePoint(r) || s >= ORDER) return false // (1), (2)
  const h = littleEndian(sha512(join(r, publicKey, message))) % ORDER
  // (3) Nothing here is secret, so the faster multiplication is safe.
  const expected = Point.BASE.multiplyUnsafe(s).subtract(a.multiplyUnsafe(h))
  return same(expected.toBytes(), r)
}

function littleEndian(bytes: Uint8Array): bigint {
  let value = 0n
  for (let at = bytes.length - 1; at >= 0; at--) value = (value << 8n) | BigInt(bytes[at]!)
  return value
}
