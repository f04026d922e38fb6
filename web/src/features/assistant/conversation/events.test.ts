// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { eventsOf } from './events'

describe('eventsOf', () => {
  it('gives whole events and keeps the rest for the next piece', () => {
    const { events, rest } = eventsOf('event: say\ndata: "Hello"\n\nevent: quote\nda')

    expect(events).toEqual([{ name: 'say', data: '"Hello"' }])
    expect(rest).toBe('event: quote\nda')
  })

  it('finds none where none is whole', () => {
    expect(eventsOf('event: sa')).toEqual({ events: [], rest: 'event: sa' })
  })
})
