import { expect, test } from 'vitest'
import { heldAfter, heldFrom, isBehind } from './held'

const rule = (versions: string[], text: string) => ({ versions, text })
const first = rule(['2024-01-01'], 'isee_max: 36000')
const second = rule(['2024-01-01', '2026-09-01'], 'isee_max: 40000')

test('an unchanged text follows the server, and so does one that was published', () => {
  expect(heldAfter(heldFrom(first), second)).toEqual(heldFrom(second))
  const mine = { ...heldFrom(first), text: second.text, published: second.text }
  expect(heldAfter(mine, second)).toEqual(heldFrom(second))
})

test('what is being written stays when somebody else publishes, and is said to be behind', () => {
  const mine = { ...heldFrom(first), text: 'isee_max: 38000' }
  expect(heldAfter(mine, second)).toBe(mine)
  expect([isBehind(mine, first), isBehind(mine, second)]).toEqual([false, true])
})

test('what is written after publishing stays over the answer that comes late', () => {
  const mine = { ...heldFrom(first), text: 'isee_max: 45000', published: second.text }
  expect(heldAfter(mine, second)).toBe(mine)
})
