import { expect, it } from 'vitest'
import { confirms } from './confirms'

it.each([
  ['LASCIO', true],
  [' lascio ', true],
  ['«Lascio».', true],
  ['“LASCIO”', true],
  ['', false],
  ['LASCIA', false],
  ['NON LASCIO', false],
])('%o typed for LASCIO confirms: %s', (typed, sure) => {
  expect(confirms(typed, 'LASCIO')).toBe(sure)
})
