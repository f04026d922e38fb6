import { describe, expect, it } from 'vitest'
import { reasonFault } from './reason'

describe('a reason to look', () => {
  it.each([
    ['', '', 'missing'],
    ['own', '   ', 'missing'],
    ['own', 'check', 'short'],
    ['own', 'She asked for her address', null],
    ['counter', '', null],
  ])('chosen %o and written %o lacks %o', (choice, own, fault) => {
    expect(reasonFault(choice, own)).toBe(fault)
  })
})
