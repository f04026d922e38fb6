import { expect, test } from 'vitest'
import type { Liked } from '../faces/useLiking'
import type { Near } from '../usePlaces'
import { byTaste } from './byTaste'

const NOW = new Date('2026-06-09T10:00:00Z')

function near(id: string, category: string, distance_m: number, state = 'open', told = false): Near {
  const place = { id, category, told, open: { state, until: null, opens: null, text: '' } }
  return { place, kind: undefined, distance_m, bearing_deg: 0 } as unknown as Near
}

const likes = (scores: Record<string, number>) =>
  new Map(Object.entries(scores).map(([category, score]): [string, Liked] => [category, { category, score, why: `${category}!` }]))
const ids = (items: Near[]) => items.map((one) => one.place.id)

test('what is liked comes before what is a little nearer, and says why', () => {
  const items = [near('bar', 'cafe', 100), near('te', 'museum', 130)]

  expect(ids(byTaste(items, likes({}), NOW))).toEqual(['bar', 'te'])
  const ordered = byTaste(items, likes({ museum: 0.8 }), NOW)
  expect(ids(ordered)).toEqual(['te', 'bar'])
  expect(ordered.map((one) => one.liked)).toEqual(['museum!', undefined])
})

test('taste does not carry what is far or closed past what is here and open', () => {
  const items = [near('here', 'cafe', 20), near('far', 'museum', 900), near('shut', 'museum', 20, 'closed')]

  expect(ids(byTaste(items, likes({ museum: 1 }), NOW))[0]).toBe('here')
})

test('what is refused goes down and is not said; what is alike goes by distance, then by name', () => {
  const items = [near('b', 'bench', 50), near('a', 'bench', 50), near('p', 'parking', 40)]

  const ordered = byTaste(items, likes({ parking: -0.9 }), NOW)
  expect(ids(ordered)).toEqual(['a', 'b', 'p'])
  expect(ordered.every((one) => one.liked === undefined)).toBe(true)
})
