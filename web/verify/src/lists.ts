/**
 * Status lists: how a checker without network learns that a paper was replaced, ended or put on hold.
 * `manto.ledger.paper.lists` promises the same, on the same vectors.
 */

import { p256 } from '@noble/curves/nist.js'
import { unzlibSync } from 'fflate'
import { join, sha256, strictBase64, textOf, utf8 } from './bytes.ts'
import { Refused } from './errors.ts'

const BITS = 2
const STANDINGS = ['valid', 'invalid', 'suspended'] as const

/** What a place in a list says; a value that is not known counts as ended. */
export type Standing = (typeof STANDINGS)[number]

export interface KnownList {
  /** Places of two bits, the first in the lowest bits of the first byte. */
  readonly packed: Uint8Array
  readonly madeSeconds: number
}

export interface ListKey {
  kty: string
  crv: string
  x: string
  y: string
}

export function standingAt(list: KnownList, place: number): Standing {
  if (place < 0 || place >= (list.packed.length * 8) / BITS) throw badList(`it has no place ${place}`)
  const bit = place * BITS
  return STANDINGS[(list.packed[Math.floor(bit / 8)]! >> bit % 8) & 3] ?? 'invalid'
}

/** Check a signed list of an address; throws `Refused`. */
export function readList(token: string, address: string, jwk: ListKey): KnownList {
  const { header, claims, message, signature, key } = parts(token, jwk)
  if (header.alg !== 'ES256' || header.typ !== 'statuslist+jwt' || 'crit' in header || signature.length !== 64) {
    throw badList('it is not signed as a status list is')
  }
  if (!isSigned(message, signature, key)) throw badList("its signature is not the city's")
  const content = claims.status_list as { bits?: unknown; lst?: unknown } | undefined
  if (claims.sub !== address || !Number.isSafeInteger(claims.iat)) throw badList('it is another list')
  if (content?.bits !== BITS || typeof content.lst !== 'string') throw badList('its places are of another size')
  try {
    return { packed: unzlibSync(base64url(content.lst)), madeSeconds: claims.iat as number }
  } catch {
    throw badList('it is not compressed as it must be')
  }
}

function parts(token: string, jwk: ListKey) {
  try {
    const [head = '', body = '', signed = '', ...rest] = token.split('.')
    if (rest.length > 0 || jwk.kty !== 'EC' || jwk.crv !== 'P-256') throw new TypeError('token')
    return {
      header: object(head),
      claims: object(body),
      message: utf8(`${head}.${body}`),
      signature: base64url(signed),
      key: join(Uint8Array.of(4), base64url(jwk.x), base64url(jwk.y)),
    }
  } catch {
    throw badList('it is not in its form')
  }
}

function isSigned(message: Uint8Array, signature: Uint8Array, key: Uint8Array): boolean {
  try {
    return p256.verify(signature, sha256(message), key, { prehash: false, lowS: false })
  } catch {
    return false
  }
}

function object(part: string): Record<string, unknown> {
  const value: unknown = JSON.parse(textOf(base64url(part)))
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('object')
  return value as Record<string, unknown>
}

function base64url(text: string): Uint8Array {
  const padded = text.replaceAll('-', '+').replaceAll('_', '/').padEnd(Math.ceil(text.length / 4) * 4, '=')
  const bytes = /^[A-Za-z0-9_-]*$/.test(text) ? strictBase64(padded) : undefined
  if (!bytes) throw new TypeError('base64url')
  return bytes
}

function badList(why: string): Refused {
  return new Refused('BadList', `The status list cannot be used: ${why}.`, 'Fetch it again from the city.')
}
