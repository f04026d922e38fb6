// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { byNeeds, doable } from './fits'
import type { Trail } from './useTrails'

const trail = (id: string, ...ways: Record<string, unknown>[]) =>
  ({ id, stops: ways.map((way, at) => ({ id: `${id}-${at}`, way })) }) as unknown as Trail

const LORENZO = { step_free: true, kerb_cm_max: 4, incline_pct_max: 6, width_cm_min: 80 }
const FLAT = { step_free: true, kerb_cm: 0, incline_pct: 1, width_cm: 200 }

describe('a trail for somebody', () => {
  it('is judged by its hardest stop, and each obstacle is named', () => {
    const judged = doable(trail('t', FLAT, { ...FLAT, incline_pct: 9, door_cm: 70 }, { surface: 'stone' }, { steps: 3 }), LORENZO)

    expect(judged).toEqual({
      fits: 2,
      obstacles: [
        { stop: 2, measure: 'incline_pct', value: 9 },
        { stop: 2, measure: 'door_cm', value: 70 },
        { stop: 4, measure: 'step', value: null },
      ],
      unknown: [3],
    })
  })

  it('stands before those that nobody has measured, and those before the ones that are blocked', () => {
    const trails = [
      trail('blocked', FLAT, { steps: 2 }),
      trail('unknown', {}, {}),
      trail('half', FLAT, {}),
      trail('good', FLAT, FLAT),
    ]

    expect(byNeeds(trails, LORENZO).map((one) => one.trail.id)).toEqual(['good', 'half', 'unknown', 'blocked'])
    expect(byNeeds(trails, {}).map((one) => one.trail.id)).toEqual(['blocked', 'unknown', 'half', 'good'])
  })
})
