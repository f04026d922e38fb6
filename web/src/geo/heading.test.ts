// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { eased, headingOf, readingOf, trembles_deg } from './heading'

const event = (facts: object) => facts as DeviceOrientationEvent

describe('where the back of the phone looks', () => {
  it.each([
    [0, 90, 0, 0],
    [270, 90, 0, 90],
    [180, 90, 0, 180],
    [90, 90, 0, 270],
    [330, 90, 0, 30],
    [0, 60, 0, 0],
    [300, 120, 0, 60],
    [0, 90, -90, 90],
  ])('alpha %d, beta %d, gamma %d is %d degrees from north', (alpha, beta, gamma, heading) => {
    expect(headingOf({ alpha, beta, gamma })).toBeCloseTo(heading, 6)
  })

  it('is where its top points while it lies flat, and follows the turned screen', () => {
    expect(headingOf({ alpha: 300, beta: 0, gamma: 0 })).toBeCloseTo(60, 6)
    expect(headingOf({ alpha: 300, beta: 0, gamma: 0 }, 90)).toBeCloseTo(150, 6)
  })

  it('is not known without angles', () => {
    expect(headingOf({ alpha: null, beta: null, gamma: null })).toBeNull()
  })
})

describe('an event', () => {
  it('of Apple gives its compass and how sure it is', () => {
    const read = readingOf(event({ webkitCompassHeading: 350, webkitCompassAccuracy: 15, absolute: false }), 90)

    expect(read).toEqual({ heading_deg: 80, accuracy_deg: 15 })
  })

  it('of Apple without accuracy is as unsure as can be', () => {
    expect(readingOf(event({ webkitCompassHeading: 10, webkitCompassAccuracy: -1 }))?.accuracy_deg).toBe(180)
  })

  it('that is not absolute says nothing of north', () => {
    expect(readingOf(event({ alpha: 1, beta: 90, gamma: 0, absolute: false }))).toBeNull()
  })

  it('that is absolute does', () => {
    expect(readingOf(event({ alpha: 270, beta: 90, gamma: 0, absolute: true }))?.heading_deg).toBeCloseTo(90, 6)
  })
})

describe('what is shown', () => {
  it('calms a tremble and follows a turn', () => {
    expect(Math.abs(eased(10, 11) - 10)).toBeLessThan(0.3)
    expect(eased(10, 100)).toBe(100)
    expect(eased(359, 20)).toBeCloseTo(20, 6)
  })

  it('comes to rest on what is measured', () => {
    let shown = 10
    for (let step = 0; step < 60; step += 1) shown = eased(shown, 12)

    expect(shown).toBe(12)
  })
})

describe('how a compass trembles', () => {
  it('is not known from a few readings, nothing for a steady turn, much for a wild one', () => {
    const turn = Array.from({ length: 20 }, (_, at) => (350 + at * 3) % 360)
    const wild = Array.from({ length: 20 }, (_, at) => (at % 2 ? 40 : 0))

    expect(trembles_deg([1, 2, 3])).toBeNull()
    expect(trembles_deg(turn)).toBeCloseTo(0, 6)
    expect(trembles_deg(wild)).toBeGreaterThan(20)
  })
})
