import { expect, it } from 'vitest'
import { lateness } from './dueText'

it.each([
  ['2026-11-21', 'late'],
  ['2026-11-22', 'today'],
  ['2026-11-23', 'later'],
  ['2027-01-01', 'later'],
])('what is due on %s is %s', (due, state) => {
  expect(lateness(due, '2026-11-22')).toBe(state)
})
