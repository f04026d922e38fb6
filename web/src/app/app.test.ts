import { describe, expect, it } from 'vitest'
import { problemOf } from '~/api/problem'
import { tokensCss } from './cityLook'
import { placeOf } from './Frame/Frame'
import { firstLanguage } from './i18n'

describe('the first language', () => {
  it.each([
    ['en', ['it-IT'], 'en'],
    [null, ['de-AT', 'en-GB', 'it'], 'en'],
    [null, ['de-AT'], 'it'],
    ['klingon', ['it-IT'], 'it'],
  ])('chosen %s, browser %s: %s', (chosen, browser, expected) => {
    expect(firstLanguage(chosen, browser)).toBe(expected)
  })
})

describe("a city's tokens", () => {
  it('become style, with their dark twins apart', () => {
    const css = tokensCss({ lake: '#123456', dark: { lake: '#abcdef' } })

    const [light, ...dark] = css.split('\n')
    expect(light).toContain('--lake: #123456;')
    expect(dark.every((rule) => rule.includes('--lake: #abcdef;'))).toBe(true)
  })

  it('cannot smuggle other rules in', () => {
    const css = tokensCss({ lake: 'red; } body { display: none', 'x{}': 'red' })

    expect(css).not.toContain('display')
    expect(css).not.toContain('x{}')
  })
})

describe('the place an address belongs to', () => {
  it.each([
    ['/', 'today'],
    ['/around', 'around'],
    ['/places/mantova:palazzo-te', 'around'],
    ['/events/mantova:mercato-giovedi', 'around'],
    ['/me/consents', 'me'],
    ['/personas', 'me'],
    ['/nowhere', null],
  ])('%s: %s', (address, place) => {
    expect(placeOf(address)).toBe(place)
  })
})

describe('a refusal of the server', () => {
  it('keeps what happened and what to do next', () => {
    const problem = problemOf(404, {
      title: 'Not found',
      detail: 'There is no place.',
      next_step: 'Look around.',
      request_id: 'r1',
    })

    expect([problem.status, problem.detail, problem.nextStep, problem.requestId, problem.offline]).toEqual([
      404,
      'There is no place.',
      'Look around.',
      'r1',
      false,
    ])
  })

  it('is understood even when it is no JSON at all', () => {
    expect([problemOf(500, '<html>').title, problemOf(502, null).status]).toEqual(['', 502])
  })
})
