// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { articleOf, byDay, dateText, dayOf, dayText, listText, timeText } from './days'

const NOW = new Date('2026-11-22T10:00:00Z')

describe('a day in words', () => {
  it('has its weekday when it is of this year', () => {
    expect(dayText('2026-06-09T08:00:00+02:00', 'en', NOW, 'Europe/Rome')).toBe('Tuesday 9 June')
    expect(dayText('2026-06-09T08:00:00+02:00', 'it', NOW, 'Europe/Rome')).toBe('martedì 9 giugno')
  })

  it('has its year when it is of another', () => {
    expect(dayText('2021-05-03', 'it', NOW, 'Europe/Rome')).toBe('3 maggio 2021')
  })

  it('stays the written day wherever the reader is', () => {
    expect(dayText('2021-05-03', 'en', NOW, 'Pacific/Honolulu')).toBe('3 May 2021')
    expect(dayText('2021-05-03', 'en', NOW, 'Pacific/Auckland')).toBe('3 May 2021')
  })
})

describe('a date', () => {
  it('always has its year', () => {
    expect(dateText('2026-05-03', 'en', 'Europe/Rome')).toBe('3 May 2026')
    expect(dateText('2026-05-03T23:30:00Z', 'it', 'Europe/Rome')).toBe('4 maggio 2026')
  })

  it.each([
    ['2026-05-08', 'vowel'],
    ['2026-05-11T10:00:00Z', 'vowel'],
    ['2026-05-18', undefined],
    ['2026-11-01', undefined],
  ])('of %s wants the article of %s', (iso, article) => {
    expect(articleOf(iso)).toBe(article)
  })
})

describe('who looked, by day', () => {
  it('puts a look just after midnight in Mantua on the new day, though it is still the old one in London', () => {
    const items = [{ at: '2026-11-21T23:30:00Z' }, { at: '2026-11-21T22:30:00Z' }, { at: '2026-11-21T08:00:00Z' }]

    const days = byDay(items, 'Europe/Rome')

    expect(days.map(({ day, items: some }) => [day, some.length])).toEqual([
      ['2026-11-22', 1],
      ['2026-11-21', 2],
    ])
  })

  it('is nothing for nothing', () => {
    expect(byDay([])).toEqual([])
  })
})

describe('small words', () => {
  it('says time and lists in the language', () => {
    expect(timeText('2026-11-22T07:41:00Z', 'it', 'Europe/Rome')).toBe('8:41')
    expect(listText(['home', 'birth', 'name'], 'en')).toBe('home, birth and name')
    expect(listText(['casa', 'nascita'], 'it')).toBe('casa e nascita')
    expect(dayOf('2026-11-22T07:41:00Z', 'Europe/Rome')).toBe('2026-11-22')
  })
})
