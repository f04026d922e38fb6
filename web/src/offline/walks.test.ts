// @vitest-environment node
import 'fake-indexeddb/auto'
import { describe, expect, it } from 'vitest'
import { drawCode, forgetWalk, keepWalk, merged, openWalks, readCode, walkOf, withGroup } from './walks'

const NOON = new Date('2026-06-09T12:00:00Z')
const later = (hours: number) => new Date(NOON.getTime() + hours * 3600_000)
let names = 0
const fresh = () => openWalks(`walks-${(names += 1)}`)

describe('a walk on this phone', () => {
  it('is there after a reload, and gone when forgotten', async () => {
    const kept = await fresh()
    const walk = { ...(await walkOf(kept, 'gonzaga', NOON)), reached: { piazza: 'there' as const } }
    await keepWalk(kept, walk)

    expect(await walkOf(kept, 'gonzaga', NOON)).toEqual(walk)
    await forgetWalk(kept, 'gonzaga')
    expect((await walkOf(kept, 'gonzaga', NOON)).reached).toEqual({})
  })

  it('forgets its group after a day, and only that', async () => {
    const kept = await fresh()
    const alone = { ...(await walkOf(kept, 'gonzaga', NOON)), solved: { reggia: 'answered' as const } }
    await keepWalk(kept, withGroup(alone, 'ABC234', NOON))

    expect((await walkOf(kept, 'gonzaga', later(23))).group?.code).toBe('ABC234')
    expect(await walkOf(kept, 'gonzaga', later(24))).toEqual(alone)
  })
})

describe('a group', () => {
  it('is the same whoever comes first, and however often', () => {
    const walk = withGroup({ trail: 'x', reached: {}, solved: {}, group: null }, 'ABC234', NOON)
    const until = later(24).toISOString()
    const one = merged(merged(walk, 'ABC234', ['a'], until), 'ABC234', ['b', 'c'], until)
    const other = merged(merged(merged(walk, 'ABC234', ['c', 'b'], until), 'ABC234', ['a'], until), 'ABC234', ['a'], until)

    expect(one).toEqual(other)
    expect(one.group?.done).toEqual(['a', 'b', 'c'])
    expect(merged(walk, 'OTHER1', ['a'], until)).toBe(walk)
  })

  it('has a code that reads as it is typed', () => {
    const codes = Array.from({ length: 50 }, drawCode)

    expect(new Set(codes).size).toBe(50)
    for (const code of codes) expect(readCode(` ${code.toLowerCase().slice(0, 3)}-${code.slice(3)} `)).toBe(code)
    expect([readCode('abc'), readCode('oil-uab')]).toEqual([null, '011VAB'])
  })
})
