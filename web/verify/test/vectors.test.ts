/** The vectors that Python and TypeScript share: both must say the same of every one. */

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fromHex, strictBase64 } from '../src/bytes.ts'
import { decodeCbor, encodeCbor } from '../src/cbor.ts'
import { checkSignatures, parseEnvelope } from '../src/cose.ts'
import { isSigned } from '../src/ed25519.ts'
import { isValid, parsePolicy, Refused, verifyBundle } from '../src/index.ts'

const folder = new URL('../../../tests/vectors/ledger/', import.meta.url)
const vectors = <Form>(name: string): Form => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))

interface SignatureCase {
  why: string
  accepted: boolean
  key: string
  message: string
  signature: string
}

describe('signatures: accepted or refused as worked out from the curve itself', () => {
  test.each(vectors<SignatureCase[]>('ed25519').map((one, at) => ({ at, ...one })))('$at $why', (one) => {
    expect(isSigned(fromHex(one.message), fromHex(one.signature), fromHex(one.key))).toBe(one.accepted)
  })
})

describe('encodings: read and written back, or refused by name', () => {
  test.each(vectors<{ hex: string; accepted: boolean }[]>('cbor'))('$hex', ({ hex, accepted }) => {
    const raw = fromHex(hex)

    if (accepted) expect(encodeCbor(decodeCbor(raw))).toEqual(raw)
    else expect(() => decodeCbor(raw)).toThrow(Refused)
  })
})

test('an envelope that python-cwt made is read and its signatures hold', () => {
  const { envelope } = vectors<{ envelope: string }>('cose_by_python_cwt')

  checkSignatures(parseEnvelope(fromHex(envelope)))
})

interface BundleCase {
  name: string
  now_s: number
  bundle: string
  holds: boolean
  valid?: boolean
  as_of_s?: number
  error?: string
}

describe('bundles: proven and valid, proven and not, or refused by name', () => {
  const { policy, cases } = vectors<{ policy: string; cases: BundleCase[] }>('bundles')
  test.each(cases)('$name', (one) => {
    const raw = strictBase64(one.bundle)!
    const found = (() => {
      try {
        const verdict = verifyBundle(raw, parsePolicy(policy))
        return { holds: true, valid: isValid(verdict, one.now_s), as_of_s: verdict.asOfSeconds }
      } catch (error) {
        if (error instanceof Refused) return { holds: false, error: error.name }
        throw error
      }
    })()

    const { holds, valid, as_of_s, error } = one
    expect(found).toEqual(holds ? { holds, valid, as_of_s } : { holds, error })
  })
})
