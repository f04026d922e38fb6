// @vitest-environment node
import type { TFunction } from 'i18next'
import { describe, expect, it } from 'vitest'
import type { KeptPack } from '~/offline/packs'
import { attributionsOf, openAt, placeOf, unpack } from './packPlaces'

const t = ((key: string, facts?: { time: string }) => `${key} ${facts?.time ?? ''}`.trim()) as unknown as TFunction<'places'>
const NOW = new Date('2026-06-09T10:00:00+02:00')
const minutes = (iso: string) => Date.parse(iso) / 60_000
const DAY: [number, number] = [minutes('2026-06-09T09:00:00+02:00'), minutes('2026-06-09T18:30:00+02:00')]

const pack: KeptPack = {
  cell: '1x1',
  bytes: 1,
  head: { cell: '1x1', city: 'x', day: '2026-06-09', items: '', version: '1' },
  items: {
    'place a': JSON.stringify({ id: 'a', category: 'museum', at: [45, 10], name: { it: 'Museo' }, hours: 'h', wheelchair: 'yes', source: 's' }),
    'place b': JSON.stringify({ id: 'b', category: 'museum', at: [45, 10], story: { it: 'C’era', en: 'Once' }, wheelchair: 'no', source: 's' }),
    'kind museum': JSON.stringify({ id: 'museum', name: { it: 'Museo', en: 'Museum' }, group: 'culture' }),
    'hours 1': JSON.stringify({ text: 'h', open: [DAY] }),
    'source s': JSON.stringify({ id: 's', name: 'S', licence: 'CC0-1.0', attribution: 'The S', url: '' }),
    'house 0': JSON.stringify([[45, 10], [45, 10.1], [45.1, 10]]),
  },
}

describe('what a pack says', () => {
  it('is what the server would say, in each language', () => {
    const packed = unpack([pack, pack])
    const [a, b] = packed.places.map((one) => placeOf(packed, one, NOW, 'en', t))

    expect([packed.places.length, packed.houses.length]).toEqual([2, 1])
    expect([a!.name, a!.open.state, a!.told, b!.name, b!.story]).toEqual(['Museo', 'open', false, 'Museum', 'Once'])
    expect(attributionsOf(packed)).toEqual([{ text: 'The S', url: '', licence: 'CC0-1.0' }])
  })
})

describe('open or not', () => {
  it('is counted from the hours that the pack brought', () => {
    expect(openAt([DAY], NOW, 'en', t).state).toBe('open')
    expect(openAt([DAY], new Date('2026-06-09T08:00:00+02:00'), 'en', t)).toMatchObject({ state: 'closed', until: null })
    expect(openAt([DAY], new Date('2026-06-09T19:00:00+02:00'), 'en', t).state).toBe('unknown')
    expect(openAt(undefined, NOW, 'en', t).state).toBe('unknown')
  })
})
