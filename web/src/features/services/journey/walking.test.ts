// @vitest-environment node
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { holds } from './conditions'
import type { Answers, Condition, Journey, JourneyField } from './types'
import { amount, asTyped, nextStep, readTyped, walk } from './walking'

interface Vectors {
  conditions: { condition: Condition | null; answers: Answers; holds: boolean }[]
  journey: Journey
  walks: { answers: Answers; known: Answers; next: string | null; steps: [string, string | null][] }[]
}
const vectors = JSON.parse(readFileSync('../tests/vectors/journeys.json', 'utf8')) as Vectors

describe('a condition holds as the server says', () => {
  it.each(vectors.conditions)('$condition of $answers', (one) => {
    expect(holds(one.condition, one.answers)).toBe(one.holds)
  })
})

describe("the walk is the server's", () => {
  it.each(vectors.walks)('$answers with $known', (one) => {
    const states = walk(vectors.journey, one.answers, one.known)
    expect(states.map(({ step, settledBy }) => [step.id, settledBy])).toEqual(one.steps)
    expect(nextStep(states)).toBe(one.next)
  })
})

describe('an amount is read as people write it', () => {
  it.each([
    ['16840', 1684000],
    ['16.840', 1684000],
    ['16.840,50', 1684050],
    ['16,840.5', 1684050],
    ["16'840", 1684000],
    ['€ 12,3', 1230],
    ['0', 0],
  ])('%s', (text, cents) => expect(amount(text)).toBe(cents))
  it.each(['', 'abc', '-5', '1.23456', '12,345,6789', '1e9'])('not %s', (text) => expect(amount(text)).toBeNull())
})

describe('what is typed becomes a value, or a sentence on what is wrong', () => {
  const field = (type: JourneyField['type'], more: Partial<JourneyField> = {}): JourneyField => ({
    id: 'x',
    type,
    label: {},
    ...more,
  })
  it.each([
    [field('yes_no'), 'no', { value: false }],
    [field('integer', { min: 5 }), '4', { fault: 'small' }],
    [field('integer', { max: 5 }), '6', { fault: 'large' }],
    [field('integer'), '4,5', { fault: 'number' }],
    [field('date'), '2026-13-01', { fault: 'date' }],
    [field('email'), 'giulia@', { fault: 'email' }],
    [field('phone'), '+39 0376 3381', { value: '+39 0376 3381' }],
    [field('attest'), '', { fault: 'attest' }],
    [field('text'), '  ', { fault: 'missing' }],
  ] as const)('%o: %s', (one, typed, read) => expect(readTyped(one, typed, true)).toEqual(read))

  it('is written back as it was read', () => {
    expect(asTyped(field('money'), 1684050)).toBe('16840,50')
    expect(asTyped(field('yes_no'), false)).toBe('no')
    expect(asTyped(field('text'), undefined)).toBe('')
  })
})
