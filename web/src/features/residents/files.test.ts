import { describe, expect, it } from 'vitest'
import { fileName, partsOf, sizeText } from './files'

describe('the exported file', () => {
  it('is counted by the lists of its rooms', () => {
    const exported = {
      schema: 'manto-export-1',
      rooms: { assistant: { outcomes: [] }, residents: { resident: { id: 1 }, facts: [1, 2, 3], consents: [1] } },
    }

    expect(partsOf(exported)).toEqual([
      { name: 'facts', count: 3 },
      { name: 'consents', count: 1 },
    ])
  })

  it('has nothing to count when it is not an object', () => {
    expect([partsOf(null), partsOf('…')]).toEqual([[], []])
  })

  it.each([
    [812, 'en', '812 byte'],
    [18_400, 'en', '18 kB'],
    [1_840, 'it', '1,8 kB'],
    [2_500_000, 'it', '2,5 MB'],
  ])('of %i bytes is said in %s as %s', (bytes, language, text) => {
    expect(sizeText(bytes, language)).toBe(text)
  })

  it('bears the name the server gave it', () => {
    expect(fileName('attachment; filename="manto-mantova.json"', 'x.json')).toBe('manto-mantova.json')
    expect(fileName(null, 'x.json')).toBe('x.json')
  })
})
