import { describe, expect, it } from 'vitest'
import { faultsOf, valueOf } from './decision'

const whole = { decision: 'amend', value: 'Via Chiassi', reason: 'The lease says so.', legal_basis: 'art. 16' } as const

describe('a decision', () => {
  it('can be sent when it is whole', () => {
    expect(faultsOf(whole)).toEqual([])
  })

  it('needs no new value to keep a fact', () => {
    expect(faultsOf({ ...whole, decision: 'keep', value: '' })).toEqual([])
  })

  it('says all that is missing, in the order of the form', () => {
    expect(faultsOf({ decision: null, value: ' ', reason: ' ', legal_basis: '' })).toEqual([
      'decision',
      'reason',
      'legal_basis',
    ])
    expect(faultsOf({ ...whole, value: ' ' })).toEqual(['value'])
  })
})

describe('a typed value', () => {
  it.each([
    [' 2 ', 'integer', 2],
    ['two', 'integer', 'two'],
    ['true', 'boolean', true],
    ['false', 'boolean', false],
    ['2021-05-03', 'date', '2021-05-03'],
    [' Via Chiassi ', 'text', 'Via Chiassi'],
  ])('%o of type %s is sent as %o', (typed, type, value) => {
    expect(valueOf(typed, type)).toBe(value)
  })
})
