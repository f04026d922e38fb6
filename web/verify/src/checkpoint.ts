/** Checkpoints: the head of a log's tree as a signed note. Source: C2SP signed-note, tlog-checkpoint, tlog-cosignature. */

import { eightBytes, join, same, strictBase64, textOf, utf8 } from './bytes.ts'
import { Refused } from './errors.ts'
import { isKeyName, keySigned, type PublicKey } from './keys.ts'

const NOTE_BYTES_MAX = 1_000_000
const SIGNATURES_MAX = 100
const DASH = '\u2014 '
const DO_NOT_TRUST = 'Do not trust this checkpoint: it was altered, or somebody signed in another\'s name.'
const FETCH_AGAIN = 'Ask for the proof again, whole and unchanged.'

interface Line {
  readonly name: string
  readonly id: Uint8Array
  readonly signature: Uint8Array
}

export interface Checkpoint {
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
  readonly text: string
  readonly lines: readonly Line[]
}

/** A signature that was checked and holds; `atSeconds` is its maker's word. */
export interface Held {
  readonly key: PublicKey
  readonly atSeconds: number | undefined
}

/** Read a signed checkpoint; no signature is checked yet. */
export function parseCheckpoint(data: Uint8Array): Checkpoint {
  const note = readable(data)
  const cut = note.lastIndexOf('\n\n')
  const tail = note.slice(cut + 2)
  if (cut < 0 || !tail.endsWith('\n')) throw malformed('it does not end in an empty line and signature lines')
  const text = note.slice(0, cut + 1)
  const lines = tail.slice(0, -1).split('\n')
  if (lines.length > SIGNATURES_MAX) throw malformed('it has too many signatures')
  const body = text.split('\n')
  const root = strictBase64(body[2] ?? '')
  const size = strictNumber(body[1] ?? '')
  if (body.length < 4 || body.pop() !== '' || body.some((line) => line === '') || size === undefined || root?.length !== 32) {
    throw malformed('it is not an origin, a size and a root')
  }
  return { origin: body[0]!, size, root, text, lines: lines.map(parseLine) }
}

/** Check all lines that claim to be of these keys; other lines are passed over, as the format demands. */
export function heldSignatures(checkpoint: Checkpoint, keys: readonly PublicKey[]): Held[] {
  const held: Held[] = []
  for (const key of keys) {
    for (const line of checkpoint.lines) {
      if (line.name === key.name && same(line.id, key.id)) held.push(check(checkpoint, line, key))
    }
  }
  return held
}

function check(checkpoint: Checkpoint, line: Line, key: PublicKey): Held {
  const cosigned = key.kind !== 0x01
  const atSeconds = cosigned && line.signature.length >= 8 ? timeOf(line.signature) : undefined
  const signature = cosigned ? line.signature.subarray(8) : line.signature
  const wellFormed = !cosigned || atSeconds !== undefined
  if (!wellFormed || !keySigned(key, signedMessage(checkpoint, key, atSeconds ?? 0), signature)) {
    throw new Refused('NotProven', `The signature of ${key.name} on the checkpoint does not hold.`, DO_NOT_TRUST)
  }
  return { key, atSeconds }
}

function signedMessage({ origin, size, root, text }: Checkpoint, key: PublicKey, atSeconds: number): Uint8Array {
  if (key.kind === 0x01) return utf8(text)
  if (key.kind === 0x04) return utf8(`cosignature/v1\ntime ${atSeconds}\n${text}`)
  const label = utf8('subtree/v1\n\0')
  return join(label, short(key.name), eightBytes(atSeconds), short(origin), eightBytes(0), eightBytes(size), root)
}

function short(name: string): Uint8Array {
  const bytes = utf8(name)
  if (bytes.length < 1 || bytes.length > 255) throw malformed('a name in it is too long')
  return join(Uint8Array.of(bytes.length), bytes)
}

function parseLine(line: string): Line {
  const [name = '', encoded = '', ...rest] = line.slice(DASH.length).split(' ')
  const signature = strictBase64(encoded)
  if (!line.startsWith(DASH) || rest.length > 0 || !isKeyName(name) || !signature || signature.length < 5) {
    throw malformed('a signature line of it is none')
  }
  return { name, id: signature.subarray(0, 4), signature: signature.subarray(4) }
}

function timeOf(signature: Uint8Array): number | undefined {
  const time = new DataView(signature.buffer, signature.byteOffset, 8).getBigUint64(0)
  return time <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(time) : undefined
}

function strictNumber(text: string): number | undefined {
  const value = /^(0|[1-9][0-9]{0,18})$/.test(text) ? Number(text) : undefined
  return value !== undefined && Number.isSafeInteger(value) ? value : undefined
}

function readable(data: Uint8Array): string {
  if (data.length > NOTE_BYTES_MAX) throw malformed('it is too long')
  try {
    const text = textOf(data)
    if (!/[\u0000-\u0009\u000b-\u001f]/.test(text)) return text
  } catch {
    // said below
  }
  throw malformed('it is not plain text')
}

function malformed(why: string): Refused {
  return new Refused('MalformedNote', `The checkpoint is malformed: ${why}.`, FETCH_AGAIN)
}
