import { beforeEach, describe, expect, it } from 'vitest'
import type { Category, PlaceCard } from '~/api/types'
import { keepFilters, keptFilters, NO_FILTERS, passes, stateAt } from './filters'

const NOW = new Date('2026-06-09T12:00:00+02:00')
const museum: Category = { id: 'museum', name: 'Museo', icon: 'landmark', group: 'culture' }
const palazzo: PlaceCard = {
  id: 'palazzo-te',
  name: 'Palazzo Te',
  category: 'museum',
  lat: 45.1477,
  lon: 10.7864,
  address: 'Viale Te 13',
  distance_m: null,
  open: { state: 'open', until: '2026-06-09T18:30:00+02:00', opens: null, text: '' },
  wheelchair: 'limited',
  access: { step_free: true },
  source: 'demo',
    about: null,
    told: false,
    audience: [],
    valid_from: null,
    valid_to: null,
}

function passesWith(filters: Partial<typeof NO_FILTERS>, place: Partial<PlaceCard> = {}): boolean {
  return passes({ ...palazzo, ...place }, { ...NO_FILTERS, ...filters }, museum, NOW)
}

describe('a place around me', () => {
  it('passes when nothing is asked', () => {
    expect(passesWith({})).toBe(true)
  })

  it('must be of the group asked for', () => {
    expect([passesWith({ group: 'culture' }), passesWith({ group: 'health' })]).toEqual([true, false])
  })

  it('is left out by "open now" only when it is surely closed', () => {
    const closed = { state: 'closed', until: null, opens: '2026-06-09T15:00:00+02:00', text: '' } as const
    const unknown = { state: 'unknown', until: null, opens: null, text: '' } as const

    const seen = [palazzo.open, unknown, closed].map((open) => passesWith({ openNow: true }, { open }))

    expect(seen).toEqual([true, true, false])
  })

  it('is step-free only when that is sure', () => {
    const places: Partial<PlaceCard>[] = [
      {},
      { access: {} },
      { access: {}, wheelchair: 'yes' },
      { access: { step_free: false }, wheelchair: 'yes' },
    ]

    expect(places.map((place) => passesWith({ stepFree: true }, place))).toEqual([true, false, true, false])
  })

  it.each([
    ['palazzo', true],
    ['PALAZZO te', true],
    ['museo', true],
    ['viale te', true],
    ['farmacia', false],
  ])('is found by its name, kind and street: %s', (text, found) => {
    expect(passesWith({ text })).toBe(found)
  })

  it('is found without its accents', () => {
    expect(passesWith({ text: 'liberta' }, { name: 'Viale della Libertà' })).toBe(true)
  })
})

it('no longer believes an old answer once its time is over', () => {
  const later = new Date('2026-06-09T18:30:00+02:00')

  expect([stateAt(palazzo.open, NOW), stateAt(palazzo.open, later)]).toEqual(['open', 'unknown'])
})

describe('the filters of last time', () => {
  beforeEach(() => localStorage.clear())

  it('come back, but not the words one searched for', () => {
    keepFilters({ group: 'health', openNow: true, stepFree: false, text: 'insulin', liked: true })

    expect(keptFilters()).toEqual({ group: 'health', openNow: true, stepFree: false, text: '', liked: true })
    expect(JSON.stringify(localStorage)).not.toContain('insulin')
  })

  it('are none when what was kept makes no sense', () => {
    localStorage.setItem('manto.filters', '{"group":"dragons","openNow":3}')

    expect(keptFilters()).toEqual(NO_FILTERS)
  })
})
