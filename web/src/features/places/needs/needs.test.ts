// @vitest-environment node
import { expect, it } from 'vitest'
import { anyNeed, readNeeds } from './needs'

it('keeps what is a need and forgets what is none', () => {
  const read = readNeeds('{"step_free":true,"kerb_cm_max":4,"width_cm_min":"wide","incline_pct_max":-1,"name":"L"}')

  expect(read).toEqual({ step_free: true, kerb_cm_max: 4 })
  expect([anyNeed(read), anyNeed({})]).toEqual([true, false])
})

it('asks for nothing where nothing can be read', () => {
  expect([readNeeds(null), readNeeds('not json'), readNeeds('[]')]).toEqual([{}, {}, {}])
})
