import { localeOf } from '~/app/i18n'

/** Speaking instead of typing, by the browser's Web Speech: only where she turned it on, on this phone. */
const WANTED = 'manto.voice'

/** Why nothing was heard, in the words of the Web Speech API; `failed` is what it has no word for. */
export const TROUBLES = [
  'not-allowed',
  'no-speech',
  'network',
  'audio-capture',
  'language-not-supported',
  'failed',
] as const
export type VoiceTrouble = (typeof TROUBLES)[number]

interface Hearing extends EventTarget {
  lang: string
  interimResults: boolean
  start: () => void
  stop: () => void
  abort: () => void
}
type Maker = new () => Hearing

interface Listening {
  /** What was understood so far, before it is certain. */
  interim: (words: string) => void
  /** The whole question; empty when she ended it before a word. */
  heard: (words: string) => void
  trouble: (why: VoiceTrouble) => void
}

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

export interface Ending {
  /** End it: what was heard until now is the question. */
  enough: () => void
  /** End it: nothing was asked. */
  drop: () => void
}

/** Hear one question; gives the ways to end it. */
export function hear(language: string, on: Listening): Ending | null {
  const Made = maker()
  if (!Made) return null
  const hearing = new Made()
  hearing.lang = localeOf(language)
  hearing.interimResults = true
  let words = ''
  let trouble: VoiceTrouble | null = null
  let dropped = false
  hearing.addEventListener('result', (event) => {
    const { results } = event as unknown as { results: ArrayLike<ArrayLike<{ transcript: string }>> }
    words = Array.from(results, (one) => one[0]?.transcript ?? '').join('')
    on.interim(words)
  })
  hearing.addEventListener('error', (event) => {
    trouble = troubleOf((event as unknown as { error: string }).error)
  })
  hearing.addEventListener('end', () => {
    if (dropped) return
    if (trouble) on.trouble(trouble)
    else on.heard(words.trim())
  })
  try {
    hearing.start()
  } catch {
    on.trouble('failed')
  }
  return {
    enough: () => hearing.stop(),
    drop: () => {
      dropped = true
      hearing.abort()
    },
  }
}

/** Name the trouble that an error is; none where she ended it herself. */
export function troubleOf(error: string): VoiceTrouble | null {
  if (error === 'aborted') return null
  if (error === 'service-not-allowed') return 'not-allowed'
  return TROUBLES.find((one) => one === error) ?? 'failed'
}

/** Say an answer aloud, by the voices of this phone, in the answer's own language. */
export function sayAloud(text: string, language: string, ended: () => void): void {
  if (!('speechSynthesis' in window)) {
    ended()
    return
  }
  window.speechSynthesis.cancel()
  const words = new SpeechSynthesisUtterance(text)
  words.lang = localeOf(language)
  words.voice = window.speechSynthesis.getVoices().find((one) => one.lang.startsWith(language)) ?? null
  words.addEventListener('end', ended)
  words.addEventListener('error', ended)
  window.speechSynthesis.speak(words)
}

/** Stop saying anything. */
export function stopSaying(): void {
  if ('speechSynthesis' in window) window.speechSynthesis.cancel()
}
