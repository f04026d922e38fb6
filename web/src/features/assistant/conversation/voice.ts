import { localeOf } from '~/app/i18n'

/** Speaking instead of typing, by the browser's Web Speech: only where she turned it on, on this phone. */
const WANTED = 'manto.voice'

interface Hearing extends EventTarget {
  lang: string
  interimResults: boolean
  start: () => void
}
type Maker = new () => Hearing

function maker(): Maker | null {
  const here = window as unknown as { SpeechRecognition?: Maker; webkitSpeechRecognition?: Maker }
  return here.SpeechRecognition ?? here.webkitSpeechRecognition ?? null
}

/** Whether this browser can hear at all. */
export const canHear = (): boolean => maker() !== null

/** Whether she turned the voice on, on this phone. */
export function voiceWanted(): boolean {
  try {
    return localStorage.getItem(WANTED) === 'yes'
  } catch {
    return false
  }
}

/** Turn the voice on or off, and remember it on this phone. */
export function wantVoice(wanted: boolean): void {
  try {
    if (wanted) localStorage.setItem(WANTED, 'yes')
    else localStorage.removeItem(WANTED)
  } catch {
    // The choice lasts for this visit only.
  }
}

/** Hear one question; resolves with what was heard, or with nothing. */
export function hear(language: string): Promise<string> {
  const Made = maker()
  if (!Made) return Promise.resolve('')
  return new Promise((resolve) => {
    const hearing = new Made()
    hearing.lang = localeOf(language)
    hearing.interimResults = false
    let heard = ''
    hearing.addEventListener('result', (event) => {
      heard = (event as unknown as { results: { transcript: string }[][] }).results[0]?.[0]?.transcript ?? ''
    })
    hearing.addEventListener('error', () => resolve(''))
    hearing.addEventListener('end', () => resolve(heard))
    hearing.start()
  })
}

/** Say an answer aloud, by the voices of this phone. */
export function sayAloud(text: string, language: string): void {
  if (!('speechSynthesis' in window)) return
  window.speechSynthesis.cancel()
  const words = new SpeechSynthesisUtterance(text)
  words.lang = localeOf(language)
  window.speechSynthesis.speak(words)
}
