import { expect, test } from 'vitest'
import { toldAloud } from './useVoice'
import { troubleOf } from './voice'

test('an error of the browser is told by its name, one of no name as a failure, and her own ending not at all', () => {
  expect(troubleOf('no-speech')).toBe('no-speech')
  expect(troubleOf('service-not-allowed')).toBe('not-allowed')
  expect(troubleOf('bad-grammar')).toBe('failed')
  expect(troubleOf('aborted')).toBeNull()
})

test('what is said aloud is the sentence, the quotes, what was found and what one may choose, each with a pause', () => {
  const quote = { text: '22 euro.', source: 'Scheda', since: null, href: null }
  const line = { title: 'Biblioteca', text: 'aperta', href: '/places/b' }
  const choice = { label: 'Inizia la domanda', send: 'sì', text: '' }

  const said = toldAloud({ say: 'Ecco:', quotes: [quote], lines: [line], choices: [choice] })

  expect(said).toBe('Ecco: 22 euro. Biblioteca. Inizia la domanda.')
})
