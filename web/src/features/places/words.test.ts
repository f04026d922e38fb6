import i18next from 'i18next'
import { beforeAll, describe, expect, it } from 'vitest'
import en from './strings.en.json'
import it_ from './strings.it.json'
import { accessLines, accessShort, distanceText } from './words'

beforeAll(async () => {
  await i18next.init({ lng: 'en', resources: { en: { places: en }, it: { places: it_ } } })
})

describe('a distance', () => {
  it.each([
    [4, 'en', '0 m'],
    [63, 'en', '60 m'],
    [994, 'en', '990 m'],
    [995, 'en', '1 km'],
    [1249, 'en', '1.2 km'],
    [1249, 'it', '1,2 km'],
    [14_600, 'it', '15 km'],
  ])('of %d metres reads, in %s, %s', (metres, language, text) => {
    expect(distanceText(metres, language)).toBe(text)
  })
})

describe('the way in', () => {
  const measured = {
    wheelchair: 'limited',
    access: { kerb_cm: 3, incline_pct: 4, door_cm: 90, surface: 'paving_stones' },
  } as const

  it('is said with its measurements, in both languages', () => {
    const english = accessLines(measured, i18next.getFixedT('en', 'places'))
    const italian = accessLines(measured, i18next.getFixedT('it', 'places'))

    expect(english).toEqual([
      'Kerb of 3 cm at the entrance',
      'Slope of 4 %',
      'Door 90 cm wide',
      'Ground: paving stones',
    ])
    expect(italian).toEqual([
      'Gradino di 3 cm all’ingresso',
      'Pendenza del 4 %',
      'Porta larga 90 cm',
      'Fondo: lastricato',
    ])
  })

  it('says nothing of what is not known', () => {
    const unknown = { wheelchair: 'unknown', access: {} } as const

    expect([
      accessLines(unknown, i18next.getFixedT('en', 'places')),
      accessShort(unknown, i18next.getFixedT('en', 'places')),
    ]).toEqual([[], ''])
  })
})
