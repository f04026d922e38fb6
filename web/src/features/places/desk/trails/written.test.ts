import { expect, test } from 'vitest'
import { linesOf, moved, nameOf, withLines, withStop, withWords, type WrittenStop } from './written'

const STOPS: WrittenStop[] = [
  { id: 'stop-1', place: 'a' },
  { id: 'stop-3', place: 'b' },
]

test('a new stop has a name that no other has', () => {
  expect(withStop(STOPS, 'c').map((stop) => stop.id)).toEqual(['stop-1', 'stop-3', 'stop-4'])
  expect(withStop(withStop([], 'c'), 'c').map((stop) => stop.id)).toEqual(['stop-1', 'stop-2'])
})

test('a stop moves by one and stays at the ends', () => {
  expect(moved(STOPS, 0, 1).map((stop) => stop.place)).toEqual(['b', 'a'])
  expect(moved(STOPS, 0, -1)).toBe(STOPS)
  expect(moved(STOPS, 1, 1)).toBe(STOPS)
})

test('the name of an address comes from the title', () => {
  expect(nameOf({ it: '  Le città d’acqua: è un percorso! ' })).toBe('le-citta-d-acqua-e-un-percorso')
  expect(nameOf({ en: 'Lakes' })).toBe('lakes')
  expect(nameOf({})).toBe('')
})

test('lines of two languages lie beside each other', () => {
  const first = withLines([], 'it', linesOf('Sonagli\n\n Piume '))
  const both = withLines(first, 'en', ['Bells', 'Feathers', 'Keys'])

  expect(both).toEqual([{ it: 'Sonagli', en: 'Bells' }, { it: 'Piume', en: 'Feathers' }, { en: 'Keys' }])
  expect(withLines(both, 'en', [])).toEqual(first)
})

test('words that are empty in every language are left out', () => {
  const stop = withWords(STOPS[0]!, 'riddle', 'it', 'Cerca')

  expect(stop.riddle).toEqual({ it: 'Cerca' })
  expect(withWords(stop, 'riddle', 'it', '')).toEqual(STOPS[0])
})
