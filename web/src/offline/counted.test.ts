import { afterEach, expect, test, vi } from 'vitest'
import { isCounted, letCount, mayCount, THINGS_A_WEEK, weekOf } from './counted'

const MONDAY = new Date(2026, 5, 8, 0, 5)
const SUNDAY = new Date(2026, 5, 14, 23, 55)

function aShelf(): Storage {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  } as Storage
}

afterEach(() => vi.unstubAllGlobals())

test('one phone adds at most five things a week, and each once', () => {
  const shelf = aShelf()
  const things = ['a', 'a', 'b', 'c', 'd', 'e', 'f', 'g']

  const told = things.filter((thing) => mayCount('overlay', thing, MONDAY, shelf))

  expect(told).toEqual(['a', 'b', 'c', 'd', 'e'])
  expect(told).toHaveLength(THINGS_A_WEEK)
  expect(mayCount('overlay', 'h', SUNDAY, shelf)).toBe(false)
  expect(mayCount('overlay', 'a', new Date(2026, 5, 15, 0, 5), shelf)).toBe(true)
})

test('a week is from Monday to Sunday on the phone’s own calendar', () => {
  expect([weekOf(MONDAY), weekOf(SUNDAY), weekOf(new Date(2026, 5, 15))]).toEqual(['2026-06-08', '2026-06-08', '2026-06-15'])
})

test('who said no is not counted, and what was noted is gone', () => {
  const shelf = aShelf()
  mayCount('trail', 'lakes', MONDAY, shelf)

  letCount(false, shelf)

  expect(isCounted(shelf)).toBe(false)
  expect(mayCount('trail', 'art', MONDAY, shelf)).toBe(false)
  expect(shelf.getItem('manto.counted')).toBeNull()
})

test('a browser that asks not to be followed is not counted', () => {
  vi.stubGlobal('navigator', { globalPrivacyControl: true })

  expect(mayCount('trail', 'lakes', MONDAY, aShelf())).toBe(false)
})

test('a phone that cannot keep the list says nothing', () => {
  const full = { ...aShelf(), setItem: () => { throw new Error('full') } } // prettier-ignore

  expect(mayCount('trail', 'lakes', MONDAY, full)).toBe(false)
})
