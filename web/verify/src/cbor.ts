/**
 * CBOR in its one deterministic form, and nothing else; `manto.ledger.statements.cbor` carries the same numbers.
 *
 * 1. One value, no byte before or after it, at most sixteen levels deep.
 * 2. Only whole numbers within ±(2^53 - 1), byte strings, text, arrays, maps, true, false and null.
 * 3. Every number and length in its shortest form, every length known in advance.
 * 4. Map keys are whole numbers or text, each once, in the order of their encoded bytes.
 *
 * Source: RFC 8949, section 4.2.1.
 */

import { compare, join, textOf, utf8 } from './bytes.ts'
import { Refused } from './errors.ts'

export type Cbor = number | string | boolean | null | Uint8Array | readonly Cbor[] | ReadonlyMap<number | string, Cbor>

const LEVELS_MAX = 16

/** Read a value that is in its deterministic form. */
export function decodeCbor(raw: Uint8Array): Cbor {
  const reader = new Reader(raw)
  const value = reader.value(1)
  if (reader.place !== raw.length) throw notDeterministic('bytes are left over') // (1)
  return value
}

/** Write a value in its deterministic form. */
export function encodeCbor(value: Cbor): Uint8Array {
  if (value === null) return Uint8Array.of(0xf6)
  if (typeof value === 'boolean') return Uint8Array.of(value ? 0xf5 : 0xf4)
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') {
    const bytes = utf8(value)
    return join(head(3, bytes.length), bytes)
  }
  if (value instanceof Uint8Array) return join(head(2, value.length), value)
  if (value instanceof Map) {
    const pairs = [...(value as ReadonlyMap<number | string, Cbor>)].map(([key, item]) => [encodeCbor(key), encodeCbor(item)] as const)
    pairs.sort(([one], [other]) => compare(one, other))
    return join(head(5, pairs.length), ...pairs.flat())
  }
  const items = value as readonly Cbor[]
  return join(head(4, items.length), ...items.map(encodeCbor))
}

class Reader {
  place = 0
  private readonly raw: Uint8Array

  constructor(raw: Uint8Array) {
    this.raw = raw
  }

  value(level: number): Cbor {
    const first = this.raw[this.place]
    if (first === undefined) throw notDeterministic('it ends too early')
    const kind = first >> 5
    if (kind === 7) return this.simple(first)
    if (kind === 6) throw notDeterministic('a tag has no place here') // (2)
    const count = this.number()
    if (kind === 0) return count
    if (kind === 1) {
      if (count === Number.MAX_SAFE_INTEGER) throw notDeterministic('a number is too large') // (2)
      return -1 - count
    }
    if (kind === 2) return this.take(count).slice()
    if (kind === 3) return this.text(count)
    if (level > LEVELS_MAX) throw notDeterministic('it is nested too deeply') // (1)
    return kind === 4 ? this.list(count, level) : this.map(count, level)
  }

  /** Read a number or a length in its shortest form (3), within what every language holds exactly (2). */
  private number(): number {
    const short = this.raw[this.place++]! & 31
    if (short < 24) return short
    if (short > 27) throw notDeterministic('a length is not known in advance')
    const width = 1 << (short - 24)
    let value = 0n
    for (const octet of this.take(width)) value = (value << 8n) | BigInt(octet)
    const least = width === 1 ? 24n : 1n << BigInt(width * 4)
    if (value < least) throw notDeterministic('a number is not in its shortest form')
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw notDeterministic('a number is too large')
    return Number(value)
  }

  private take(count: number): Uint8Array {
    if (count > this.raw.length - this.place) throw notDeterministic('it ends too early')
    this.place += count
    return this.raw.subarray(this.place - count, this.place)
  }

  private text(count: number): string {
    try {
      return textOf(this.take(count))
    } catch (error) {
      throw error instanceof Refused ? error : notDeterministic('a text is not UTF-8')
    }
  }

  private list(count: number, level: number): Cbor[] {
    const items: Cbor[] = []
    for (let at = 0; at < count; at++) items.push(this.value(level + 1))
    return items
  }

  private map(count: number, level: number): Map<number | string, Cbor> {
    const items = new Map<number | string, Cbor>()
    let before: Uint8Array | undefined
    for (let at = 0; at < count; at++) {
      const start = this.place
      const key = this.value(level + 1)
      const encoded = this.raw.subarray(start, this.place)
      const inOrder = before === undefined || compare(before, encoded) < 0
      if ((typeof key !== 'number' && typeof key !== 'string') || !inOrder) throw notDeterministic('a key is out of order') // (4)
      before = encoded
      items.set(key, this.value(level + 1))
    }
    return items
  }

  private simple(first: number): boolean | null {
    this.place++
    if (first === 0xf4) return false
    if (first === 0xf5) return true
    if (first === 0xf6) return null
    throw notDeterministic('a fraction or a simple value has no place here') // (2)
  }
}

function head(kind: number, count: number): Uint8Array {
  const top = kind << 5
  if (count < 24) return Uint8Array.of(top | count)
  const width = count < 2 ** 8 ? 1 : count < 2 ** 16 ? 2 : count < 2 ** 32 ? 4 : 8
  const bytes = new Uint8Array(1 + width)
  bytes[0] = top | (24 + Math.log2(width))
  let rest = BigInt(count)
  for (let at = width; at > 0; at--) {
    bytes[at] = Number(rest & 255n)
    rest >>= 8n
  }
  return bytes
}

function notDeterministic(why: string): Refused {
  return new Refused('MalformedStatement', `These bytes are not deterministic CBOR: ${why}.`, 'Ask for the proof again.')
}
