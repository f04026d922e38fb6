// @vitest-environment node
import { readFileSync } from 'node:fs'
import i18next, { type TFunction } from 'i18next'
import { beforeAll, expect, test } from 'vitest'
import { parseTrust } from '~verify/index'
import { check } from './checking'
import { inWords, momentIn, sentence } from './sentence'
import english from './strings.en.json'
import italian from './strings.it.json'

interface PaperCase {
  name: string
  by: 'trust' | 'known' | 'listed'
  now_s: number
  text: string
  error?: string
  verdicts?: { sentence: string; valid: boolean }[]
}

const file = new URL('../../../../tests/vectors/ledger/papers.json', import.meta.url)
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Record<string, object> & { cases: PaperCase[] }
let say: (language: string) => TFunction<'verify'>

beforeAll(async () => {
  await i18next.init({ resources: { en: { verify: english }, it: { verify: italian } }, interpolation: { escapeValue: false } })
  say = (language) => i18next.getFixedT<'verify'>(language, 'verify')
})

/** As the program writes a time. */
const utc = (seconds: number) => `${new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`
const found = (one: PaperCase) => check({ text: one.text }, parseTrust(JSON.stringify(vectors[one.by])), one.now_s)

test.each(vectors.cases.filter((one) => one.verdicts))('$name: the program says the same sentence', (one) => {
  const said = found(one).map((finding) =>
    finding.kind === 'paper' ? [sentence(say('en'), finding, one.now_s, utc), finding.valid] : finding.kind,
  )

  expect(said).toEqual(one.verdicts!.map((verdict) => [verdict.sentence, verdict.valid]))
})

test.each(vectors.cases.filter((one) => one.error))('$name: refused, or asked for the second code', (one) => {
  const [finding] = found(one)

  const named = finding?.kind === 'refused' ? finding.refused.name : finding?.kind
  expect(named).toBe(one.error === 'SealMissing' ? 'second' : one.error)
})

test('no sentence in Italian has a hole left', () => {
  for (const one of vectors.cases.filter((each) => each.verdicts)) {
    for (const finding of found(one)) {
      if (finding.kind === 'paper') expect(sentence(say('it'), finding, one.now_s, utc)).not.toMatch(/[{}]|line\.|status\./)
    }
  }
})

test('a day is written as a day, a moment as a moment', () => {
  const at = momentIn('en-GB', 'Europe/Rome')
  const midnight = Date.UTC(2019, 2, 11, 23) / 1000

  expect([at(midnight, true), at(midnight), at(midnight + 60, true)]).toEqual([
    '12 March 2019',
    '12 March 2019 at 00:00',
    '12 March 2019 at 00:01',
  ])
})

test.each([
  [94, 'm2', '94 m²'],
  [18_500_000, 'cents', '€185,000.00'],
  ['IT', 'country', 'Italy'],
  ['1978-04-01', '', '1 April 1978'],
  ['E897-45-312-7', undefined, 'E897-45-312-7'],
])('%s of the unit %s is read as %s', (value, unit, read) => {
  expect(inWords(value, unit, 'en-GB')).toBe(read)
})
