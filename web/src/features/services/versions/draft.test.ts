// @vitest-environment node
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Condition, Journey } from '../journey/types'
import { asType, askedBefore, conditionOf, moved, parted, partsOf, readFile, withNewStep, withPart } from './draft'

const { journey } = JSON.parse(readFileSync('../tests/vectors/journeys.json', 'utf8')) as { journey: Journey }

describe('a form in hand', () => {
  it('asks a new question under a name that nothing else has', () => {
    const next = withNewStep(withNewStep(journey))

    expect(new Set(next.steps.map((step) => step.id)).size).toBe(journey.steps.length + 2)
    expect(new Set(next.steps.flatMap((step) => step.fields.map((field) => field.id))).size).toBe(8)
  })

  it('moves a question by one place and leaves it at the ends', () => {
    expect(moved([1, 2, 3], 0, 1)).toEqual([2, 1, 3])
    expect(moved([1, 2, 3], 2, 1)).toEqual([1, 2, 3])
  })

  it('has choices on a choice alone, and bounds on what can be counted', () => {
    const field = { id: 'x', type: 'integer' as const, label: {}, min: 3 }

    expect(asType(field, 'money').min).toBe(3)
    expect(asType(field, 'text')).toEqual({ id: 'x', type: 'text', label: {} })
    expect(asType(asType(field, 'choice'), 'text').options).toBeUndefined()
    expect(asType(field, 'choice').options).toHaveLength(2)
  })

  it('leaves out what says nothing', () => {
    expect(withPart({ hint: { en: 'x', it: '' } }, 'hint', { en: '', it: '' })).toEqual({})
    expect(withPart<{ optional?: boolean }, 'optional'>({}, 'optional', true)).toEqual({ optional: true })
  })

  it('knows what is asked before', () => {
    expect(askedBefore(journey, 1, 1).map((field) => field.id)).toEqual(['has_car', 'plate'])
    expect(askedBefore(journey, 0, 0)).toEqual([])
  })
})

describe('a condition is taken apart and put together again', () => {
  const car: Condition = { field: 'has_car', is: true }
  const rooms: Condition = { field: 'rooms', at_least: 3 }
  it.each<Condition | undefined>([undefined, car, rooms, { all: [car, rooms] }, { any: [car, rooms] }])('%o', (one) => {
    expect(conditionOf(partsOf(one)!)).toEqual(one)
  })
  it('one of several is any of them', () => {
    expect(conditionOf(partsOf({ field: 'diet', in: ['a', 'b'] })!)).toEqual({
      any: [
        { field: 'diet', is: 'a' },
        { field: 'diet', is: 'b' },
      ],
    })
  })
  it.each<Condition>([{ not: car }, { all: [car, { any: [car] }] }])('what is nested deeper stays: %o', (one) => {
    expect(partsOf(one)).toBeNull()
  })
})

describe('a file', () => {
  it.each([
    ['{', 'json'],
    ['[]', 'form'],
    ['{"title":{},"act":{},"sent":{"title":{},"text":{}},"steps":[{"title":{}}]}', 'form'],
    [JSON.stringify({ ...journey, service: 'other' }), 'service'],
  ])('%s', (text, fault) => expect(readFile(text, 'example')).toEqual({ fault }))
  it('that can be shown is taken', () => {
    expect(readFile(JSON.stringify(journey), 'example')).toEqual({ journey })
  })
})

describe('two texts part where they differ', () => {
  it.each([
    ['It is used only.', 'It is kept only.', 'It is ', 'used', 'kept', ' only.'],
    ['Same', 'Same', 'Same', '', '', ''],
    ['', 'New', '', '', 'New', ''],
  ])('%s / %s', (before, after, begin, was, now, end) => {
    expect(parted(before, after)).toEqual({ begin, before: was, after: now, end })
  })
})
