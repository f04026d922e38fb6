import { afterEach, describe, expect, it } from 'vitest'
import { neighbour, shortcutOf, shortcutsOn, turnShortcuts } from './shortcuts'

function press(key: string, on: string = 'button', init: KeyboardEventInit = {}): KeyboardEvent {
  const element = document.createElement(on)
  document.body.append(element)
  const event = new KeyboardEvent('keydown', { key, bubbles: true, ...init })
  element.dispatchEvent(event)
  return event
}

describe('a single key at the desk', () => {
  it('means next and previous, in either case of letter', () => {
    expect([shortcutOf(press('j')), shortcutOf(press('K'))]).toEqual(['next', 'previous'])
  })

  it.each(['input', 'textarea', 'select'])('means nothing while one is in a %s', (element) => {
    expect(shortcutOf(press('j', element))).toBeNull()
  })

  it.each([{ ctrlKey: true }, { metaKey: true }, { altKey: true }])('means nothing together with %o', (init) => {
    expect(shortcutOf(press('j', 'button', init))).toBeNull()
  })

  it('means nothing when it is no shortcut', () => {
    expect(shortcutOf(press('x'))).toBeNull()
  })
})

describe('turning single keys off', () => {
  afterEach(() => localStorage.clear())

  it('is remembered, and they are on to begin with', () => {
    expect(shortcutsOn()).toBe(true)

    turnShortcuts(false)

    expect(shortcutsOn()).toBe(false)
  })
})

describe('the neighbour in a list', () => {
  const ids = ['a', 'b', 'c']

  it.each([
    [null, 1, 'a'],
    [null, -1, 'c'],
    ['a', 1, 'b'],
    ['c', 1, 'c'],
    ['a', -1, 'a'],
    ['gone', 1, 'a'],
  ] as const)('of %s going %i is %s', (current, step, expected) => {
    expect(neighbour(ids, current, step)).toBe(expected)
  })

  it('is nothing in an empty list', () => {
    expect(neighbour([], null, 1)).toBeNull()
  })
})
