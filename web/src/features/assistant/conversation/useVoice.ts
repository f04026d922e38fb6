import { useCallback, useEffect, useRef, useState } from 'react'
import type { Answer } from './stream'
import { hear, sayAloud, stopSaying, voiceWanted, wantVoice, type Ending, type VoiceTrouble } from './voice'

/** What is being heard or said now, and the switches; nothing of it starts before she turned it on. */
export function useVoice(language: string, ask: (words: string) => void) {
  const [on, setOn] = useState(voiceWanted)
  const [hears, setHears] = useState(false)
  const [interim, setInterim] = useState('')
  const [trouble, setTrouble] = useState<VoiceTrouble | null>(null)
  const [says, setSays] = useState(false)
  const hearing = useRef<Ending | null>(null)

  useEffect(
    () => () => {
      hearing.current?.drop()
      stopSaying()
    },
    [],
  )

  const quiet = useCallback(() => {
    stopSaying()
    setSays(false)
  }, [])
  const listen = () => {
    quiet()
    setTrouble(null)
    setInterim('')
    setHears(true)
    hearing.current = hear(language, {
      interim: setInterim,
      heard: (words) => {
        setHears(false)
        setInterim('')
        if (words) ask(words)
      },
      trouble: (why) => {
        setHears(false)
        setInterim('')
        setTrouble(why)
      },
    })
  }
  const turn = (wanted: boolean) => {
    wantVoice(wanted)
    setOn(wanted)
    setTrouble(null)
    if (wanted) return
    hearing.current?.drop()
    setHears(false)
    setInterim('')
    quiet()
  }
  const say = useCallback((answer: Answer) => {
    setSays(true)
    sayAloud(toldAloud(answer), answer.language, () => setSays(false))
  }, [])
  return { on, hears, interim, trouble, says, listen, turn, say, quiet, enough: () => hearing.current?.enough() }
}

export type Voice = ReturnType<typeof useVoice>

/** What of an answer is said aloud: its sentence, what it quotes and lists, and what one may choose. */
export function toldAloud(answer: Pick<Answer, 'say' | 'quotes' | 'lines' | 'choices'>): string {
  const parts = [answer.say, ...answer.quotes.map((one) => one.text), ...answer.lines.map((one) => one.title)]
  return [...parts, ...answer.choices.map((one) => one.label)]
    .map((part) => (/[.:;!?]$/.test(part) ? part : `${part}.`))
    .join(' ')
}
