import { expect, it } from 'vitest'
import { ownValue } from './ownValue'

const euros = { type: 'integer', form: 'cents' } as const

it.each([
  [{ type: 'boolean', form: '' } as const, 'true', true],
  [{ type: 'boolean', form: '' } as const, 'false', false],
  [{ type: 'integer', form: 'centimetres' } as const, ' 4 ', 4],
  [{ type: 'integer', form: '' } as const, 'four', null],
  [{ type: 'integer', form: '' } as const, '4.5', null],
  [euros, '18.250,40', 1825040],
  [euros, '18250,4', 1825040],
  [euros, '18 250', 1825000],
  [euros, '0', 0],
  [euros, 'much', null],
  [{ type: 'date', form: '' } as const, '2026-05-03', '2026-05-03'],
  [{ type: 'text', form: 'phone' } as const, ' +39 0376 ', '+39 0376'],
  [{ type: 'text', form: '' } as const, '  ', null],
])('%o typed as %j is %j', (line, typed, expected) => {
  expect(ownValue(line, typed)).toBe(expected)
})
