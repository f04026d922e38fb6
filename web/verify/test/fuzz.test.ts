/** Whatever comes in, the answer is a verdict or a refusal by name, never another error. */

import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { strictBase64 } from '../src/bytes.ts'
import { type Cbor, decodeCbor, encodeCbor } from '../src/cbor.ts'
import { parsePolicy, Refused, verifyBundle } from '../src/index.ts'

const file = new URL('../../../tests/vectors/ledger/bundles.json', import.meta.url)
const { policy: policyText, cases } = JSON.parse(readFileSync(file, 'utf8'))
const policy = parsePolicy(policyText)
const good = strictBase64(cases[0].bundle)!

const scalar = fc.oneof(fc.maxSafeInteger(), fc.string({ unit: 'binary' }), fc.boolean(), fc.constant(null), fc.uint8Array({ maxLength: 300 }))
const { value } = fc.letrec<{ value: Cbor }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(fc.oneof(fc.maxSafeInteger(), fc.string()), tie('value')), { maxLength: 4 }).map((pairs) => new Map(pairs)),
  ) as fc.Arbitrary<Cbor>,
}))

test('what is written is read back, and its bytes are the only ones it has', () => {
  fc.assert(
    fc.property(value, (one) => {
      const raw = encodeCbor(one)

      expect(encodeCbor(decodeCbor(raw))).toEqual(raw)
    }),
  )
})

test('any bytes are one value in its one form, or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 120 }), (raw) => {
      try {
        expect(encodeCbor(decodeCbor(raw))).toEqual(raw)
      } catch (error) {
        expect(error).toBeInstanceOf(Refused)
      }
    }),
    { numRuns: 5_000 },
  )
})

test('any bytes are refused as a bundle, by name', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (raw) => {
      expect(() => verifyBundle(raw, policy)).toThrow(expect.objectContaining({ name: 'MalformedBundle' }))
    }),
  )
})

test('a bundle with a changed byte is refused, wherever it is', () => {
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), (place, change) => {
      const raw = good.slice()
      raw[place]! ^= change

      expect(() => verifyBundle(raw, policy)).toThrow(Refused)
    }),
    { numRuns: 300 },
  )
}, 60_000)
