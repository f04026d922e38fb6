/** Keys of logs and witnesses, as C2SP signed-note and tlog-cosignature write them. */

import { ml_dsa44 } from '@noble/post-quantum/ml-dsa.js'
import { fromHex, join, same, sha256, strictBase64, utf8 } from './bytes.ts'
import { isAcceptablePoint, isSigned } from './ed25519.ts'
import { Refused } from './errors.ts'

/** Signature types: Ed25519 note, Ed25519 cosignature, ML-DSA-44 cosignature. */
export type KeyKind = 0x01 | 0x04 | 0x06

const COPY_AGAIN = 'Copy the whole key again from where it was published.'

export interface PublicKey {
  readonly name: string
  readonly kind: KeyKind
  readonly material: Uint8Array
  readonly id: Uint8Array
}

/** Read a public key from its written form, `name+id+key`. */
export function parseVkey(text: string): PublicKey {
  const [name = '', idText = '', ...rest] = text.split('+')
  const body = strictBase64(rest.join('+'))
  if (!isKeyName(name) || !/^[0-9a-fA-F]{8}$/.test(idText) || !body) throw malformed('It is not written name+id+base64.')
  const kind = body[0]
  const material = body.subarray(1)
  if (kind !== 0x01 && kind !== 0x04 && kind !== 0x06) throw malformed(`The key of ${name} is of a type that is not used.`)
  if (material.length !== (kind === 0x06 ? 1312 : 32)) throw malformed(`The key of ${name} has a wrong length.`)
  if (kind !== 0x06 && !isAcceptablePoint(material)) throw malformed(`The key of ${name} is one that anyone could sign with.`)
  const id = sha256(join(utf8(`${name}\n`), body)).subarray(0, 4)
  if (!same(id, fromHex(idText))) throw malformed(`The id in the key of ${name} is not the key's own.`)
  return { name, kind, material, id }
}

export function isKeyName(text: string): boolean {
  return text !== '' && !/[\s+\u0000-\u001f\u007f\u0085]/.test(text)
}

/** Say whether a bare signature is the key's over a message. */
export function keySigned(key: PublicKey, message: Uint8Array, signature: Uint8Array): boolean {
  if (key.kind !== 0x06) return isSigned(message, signature, key.material)
  return signature.length === 2420 && ml_dsa44.verify(signature, message, key.material)
}

function malformed(what: string): Refused {
  return new Refused('MalformedKey', what, COPY_AGAIN)
}
