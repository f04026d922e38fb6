/** The papers that Python and TypeScript share: both must say the same of every one. */

import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkPaper, parseTrust, type PaperVerdict, readCodes, Refused } from '../src/index.ts'
import { parseCode } from '../src/paperForm.ts'
import { fromDigits } from '../src/digits.ts'

interface PaperCase {
  name: string
  by: 'trust' | 'known' | 'listed'
  text: string
  error?: string
  verdicts?: Record<string, unknown>[]
}

const file = new URL('../../../tests/vectors/ledger/papers.json', import.meta.url)
const vectors = JSON.parse(readFileSync(file, 'utf8')) as { trust: object; known: object; listed: object; cases: PaperCase[] }

function said(verdict: PaperVerdict): Record<string, unknown> {
  return {
    record: verdict.record,
    valid: verdict.valid,
    status: verdict.head?.status ?? null,
    since_s: verdict.head?.sinceSeconds ?? null,
    as_of_s: verdict.asOfSeconds,
    height: verdict.height,
    witnesses: [...verdict.witnesses],
    by_landmark: verdict.byLandmark,
    shown: Object.fromEntries(verdict.shown),
    issuer: verdict.issuer?.name.en ?? null,
    listed: verdict.listed ? [...verdict.listed] : null,
    standing: verdict.standing ?? null,
    listed_s: verdict.listedSeconds ?? null,
  }
}

describe('papers: proven, with all that is shown; or refused by name', () => {
  test.each(vectors.cases)('$name', (one) => {
    const found = (() => {
      try {
        return { verdicts: checkPaper(readCodes(one.text), parseTrust(JSON.stringify(vectors[one.by]))).map(said) }
      } catch (error) {
        if (error instanceof Refused) return { error: error.name }
        throw error
      }
    })()

    const verdicts = one.verdicts?.map(({ sentence: _, ...rest }) => rest)
    expect(found).toEqual(one.error ? { error: one.error } : { verdicts })
  })
})

test('any bytes are refused as a code, by name', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (raw) => {
      expect(() => parseCode(raw)).toThrow(expect.objectContaining({ name: 'MalformedPaper' }))
    }),
  )
})

test('a code with a changed byte is refused, wherever it is', () => {
  const good = fromDigits(/[0-9]{150,}/.exec(vectors.cases[0]!.text)![0])
  const trust = parseTrust(JSON.stringify(vectors.trust))
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), (place, change) => {
      const raw = good.slice()
      raw[place]! ^= change

      expect(() => checkPaper([parseCode(raw)], trust)).toThrow(Refused)
    }),
    { numRuns: 300 },
  )
}, 60_000)
