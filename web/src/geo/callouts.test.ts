// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { beaconSound, callouts, courseOf, sideOf, SpeechQueue } from './callouts'
import type { Candidate, Standing } from './now'

const standing = (id: string, distance_m: number, facts: Partial<Candidate> = {}): Standing<Candidate> => ({
  place: { id, lat: 0, lon: 0, category: 'church', state: 'open', ...facts },
  distance_m,
  bearing_deg: 0,
  relative_deg: 0,
  score: 1,
  fits: 0,
  is_here: false,
  is_behind: false,
  lane: -1,
  x_px: null,
})
const ids = (list: Standing<Candidate>[]) => list.map((one) => one.place.id)

describe('on which side', () => {
  it.each([
    [0, 'ahead'],
    [44, 'ahead'],
    [-44, 'ahead'],
    [46, 'right'],
    [134, 'right'],
    [136, 'behind'],
    [-180, 'behind'],
    [-91, 'left'],
    [-46, 'left'],
  ])('%d degrees is %s', (turn, side) => {
    expect(sideOf(turn)).toBe(side)
  })
})

describe('what is said on the way', () => {
  const around = [
    standing('bench', 10, { category: 'bench' }),
    standing('far', 80),
    standing('church', 30),
    standing('told', 35, { told: true }),
  ]

  it('is what one wants to hear', () => {
    expect(ids(callouts(around, new Map(), 1000, 'few'))).toEqual(['told'])
    expect(ids(callouts(around, new Map(), 1000, 'some'))).toEqual(['church', 'told'])
    expect(ids(callouts(around, new Map(), 1000, 'all'))).toEqual(['bench', 'church', 'told'])
  })

  it('is not said twice within five minutes', () => {
    const said = new Map([['told', 800]])

    expect(ids(callouts(around, said, 1000, 'few'))).toEqual([])
    expect(ids(callouts(around, said, 1100, 'few'))).toEqual(['told'])
  })
})

describe('where one goes', () => {
  it('comes from two spots six metres apart', () => {
    const walk = [0, 0.00002, 0.00004, 0.00008, 0.00012].map((lon) => ({ lat: 45, lon }))

    expect(courseOf(walk.slice(0, 2))).toBeNull()
    expect(courseOf(walk)).toBeCloseTo(90, 3)
  })
})

describe('a beacon', () => {
  it('sounds from where its target is', () => {
    expect(beaconSound(90, 100).pan).toBeCloseTo(1)
    expect(beaconSound(-90, 100).pan).toBeCloseTo(-1)
    expect(beaconSound(180, 100).muffled).toBe(true)
    expect(beaconSound(10, 100)).toMatchObject({ onCourse: true, muffled: false })
    expect(beaconSound(-15, 100).onCourse).toBe(false)
  })

  it('is quicker the nearer, and stops when one is there', () => {
    expect(beaconSound(0, 30).interval_ms).toBeLessThan(beaconSound(0, 120).interval_ms)
    expect(beaconSound(0, 10).arrived).toBe(true)
  })
})

describe('the voice', () => {
  function voice() {
    const heard: string[] = []
    let done = () => undefined as void
    const queue = new SpeechQueue(
      (text) => {
        heard.push(text)
        return new Promise<void>((resolve) => (done = resolve))
      },
      () => done(),
    )
    return { heard, queue, finish: async () => (done(), await new Promise((later) => setTimeout(later))) }
  }

  it('says one thing after another', async () => {
    const { heard, queue, finish } = voice()
    queue.say('one')
    queue.say('two')
    expect(heard).toEqual(['one'])

    await finish()

    expect(heard).toEqual(['one', 'two'])
  })

  it('lets what was asked for go first, and drops what is stale', async () => {
    const { heard, queue, finish } = voice()
    for (const text of ['a', 'b', 'c', 'd', 'e', 'f']) queue.say(text)

    queue.say('asked', true)
    await finish()
    await finish()

    expect(heard).toEqual(['a', 'asked'])
  })
})
