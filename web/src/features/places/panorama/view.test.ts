// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { directionOf, FIRST_VIEW, moved, turned } from './view'

describe('a picture all around', () => {
  it('is turned round and round', () => {
    let view = FIRST_VIEW
    for (let step = 0; step < 24; step++) view = moved(view, 'left')

    expect(view).toEqual(FIRST_VIEW)
    expect(turned(view, -1, 0).yaw_deg).toBe(359)
  })

  it('ends above one’s head and before one’s feet', () => {
    expect(turned(FIRST_VIEW, 0, 500).pitch_deg).toBe(80)
    expect(turned(FIRST_VIEW, 0, -500).pitch_deg).toBe(-80)
  })

  it('comes nearer and goes farther within bounds', () => {
    let view = FIRST_VIEW
    for (let step = 0; step < 9; step++) view = moved(view, 'nearer')
    expect(view.high_deg).toBe(30)
    for (let step = 0; step < 9; step++) view = moved(view, 'farther')
    expect(view.high_deg).toBe(90)
  })

  it.each([
    [0, 'n'],
    [22.4, 'n'],
    [22.5, 'ne'],
    [90, 'e'],
    [337.5, 'n'],
    [337.4, 'nw'],
  ])('says at %d degrees that one looks to %s', (yaw_deg, direction) => {
    expect(directionOf({ ...FIRST_VIEW, yaw_deg })).toBe(direction)
  })
})
