import { describe, expect, it } from 'vitest'
import { beingThere } from './beingThere'

const stop = { lat: 45.16, lon: 10.797 }
const north = (metres: number) => ({ lat: 45.16 + metres / 111_195, lon: 10.797 })

describe('being at a stop', () => {
  it.each([
    [0, 20, 'there'],
    [29, 20, 'there'],
    [31, 20, 'unsure'],
    [0, 51, 'unsure'],
    [69, 20, 'unsure'],
    [71, 20, 'away'],
    [300, 5000, 'unsure'],
  ])('at %i metres, give or take %i, is %s', (metres, accuracy, verdict) => {
    expect(beingThere(north(metres), accuracy, stop, 50).verdict).toBe(verdict)
  })
})
