// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { KeptChoice } from '~/offline/store'
import { likedOf } from './likes'

const choice = (kind: string, how: KeptChoice['how']): KeptChoice => ({
  id: kind,
  subject: kind,
  kind,
  how,
  quarter: 1,
  lat: null,
  lon: null,
  title: '',
})

describe('what a phone knows that somebody likes', () => {
  it('is what the city would say of the same choices, best first, and of places alone', () => {
    const choices = [
      ...['accepted', 'done', 'more', 'accepted', 'refused'].map((how) => choice('museum', how as KeptChoice['how'])),
      ...Array.from({ length: 9 }, () => choice('cafe', 'accepted')),
      choice('church', 'refused'),
      choice('event:music', 'accepted'),
    ]

    expect([...likedOf(choices, (kind) => !kind.includes(':'))]).toEqual([
      ['cafe', { score: 0.75, chosen: 9, refused: 0 }],
      ['museum', { score: 0.375, chosen: 4, refused: 1 }], // as in tests/assistant/test_liking.py
      ['church', { score: -0.25, chosen: 0, refused: 1 }],
    ])
  })
})
