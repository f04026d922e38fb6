import { useCallback, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { rememberAnswer, useAsk } from '~/api/useAsk'
import { Problem } from '~/api/problem'
import { dropDraft, keepDraft, readDraft } from '~/offline/drafts'
import { phone } from '~/offline/phone'
import { oneCase, saveAnswers, type Case } from '../ask'
import type { Answers, Journey } from './types'
import { nextStep, valuesOf, walk } from './walking'

/**
 * An application as it stands, with what was answered on this phone and has not reached the server yet.
 *
 * An answer is kept on the phone first and then sent; without network it waits there and is sent when the network is
 * back. Whatever is shown is worked out from both.
 */
export function useCase(id: string) {
  const { i18n } = useTranslation()
  const asked = useAsk(`case ${id}`, () => oneCase(id))
  const [saved, setSaved] = useState<Case | null>(null)
  const [waiting, setWaiting] = useState<Answers | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  // What was just saved here is newer than an answer that was on its way meanwhile.
  const one = saved && saved.revision > (asked.data?.revision ?? -1) ? saved : asked.data
  const replace = useCallback(
    (now: Case) => {
      rememberAnswer(i18n.language, `case ${id}`, now) // the next page of this application begins with it
      setSaved(now)
    },
    [i18n.language, id],
  )

  const send = useCallback(
    async (answers: Answers): Promise<boolean> => {
      setProblem(null)
      try {
        const { data } = await saveAnswers(id, answers)
        replace(data) // before the phone lets go of it: whoever finds nothing there finds it here
        await dropDraft(phone, id).catch(() => undefined)
        setWaiting({})
        return true
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        setProblem(error)
        return error.offline
      }
    },
    [id, replace],
  )

  useEffect(() => {
    const resume = () =>
      void readDraft(phone, id)
        .catch(() => ({}))
        .then((kept) => {
          setWaiting(kept)
          if (Object.keys(kept).length > 0 && navigator.onLine) void send(kept)
        })
    resume()
    window.addEventListener('online', resume)
    return () => window.removeEventListener('online', resume)
  }, [id, send])

  /** Keep answers; says whether one may go on, which one may without network too. */
  const answer = useCallback(
    async (answers: Answers): Promise<boolean> => {
      const all = { ...waiting, ...answers }
      setWaiting(all)
      await keepDraft(phone, id, all).catch(() => undefined)
      return send(all)
    },
    [id, waiting, send],
  )

  return useMemo(() => {
    const journey = one?.journey as unknown as Journey | undefined
    const answers: Answers = { ...(one?.answers as Answers | undefined), ...waiting }
    const known: Answers = Object.fromEntries((one?.known ?? []).map((fact) => [fact.field, fact.value as never]))
    const states = journey ? walk(journey, answers, known) : []
    return {
      asked,
      // Until it is known what waits on this phone, nothing can be said of the application.
      one: waiting ? one : null,
      journey,
      answers,
      known,
      values: journey ? valuesOf(journey, answers, known) : {},
      states,
      next: nextStep(states),
      /** Whether something waits on this phone for the network. */
      unsent: Object.keys(waiting ?? {}).length > 0 && Boolean(problem?.offline ?? !navigator.onLine),
      problem: problem?.offline ? null : problem,
      answer,
      replace,
    }
  }, [asked, one, waiting, problem, answer, replace])
}
