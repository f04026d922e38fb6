import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer } from './client'
import { Problem } from './problem'

export interface Asked<T> {
  data: T | null
  /** When the shown answer is an old one: the moment it came, ISO 8601. */
  keptAt: string | null
  problem: Problem | null
  loading: boolean
  again: () => void
}

export interface Asking<T> extends Asked<T> {
  /** Show an answer that came with something that was just done, and ask again behind it. */
  tell: (data: T) => void
}

/** The last answers of this visit, so that going back shows a page at once. */
const remembered = new Map<string, Answer<unknown>>()

/** How often each question was told an answer: what was asked for before that is older, however late it comes. */
const told = new Map<string, number>()

function tellOf(full: string, data: unknown): void {
  remembered.set(full, { data, keptAt: null })
  told.set(full, (told.get(full) ?? 0) + 1)
}

/** Forget the answers of this visit: another person is here now. */
export function forgetVisit(): void {
  remembered.clear()
}

/** Let a question of this visit have a newer answer, which came with something that was just done. */
export function rememberAnswer(language: string, key: string, data: unknown): void {
  tellOf(`${language} ${key}`, data)
}

/**
 * Ask the server and keep the page told: at once from this visit's memory, then fresh, and again when the network is back.
 *
 * @param key names the question; the language is part of it. Null asks nothing yet.
 */
export function useAsk<T>(key: string | null, question: () => Promise<Answer<T>>): Asking<T> {
  const { i18n } = useTranslation()
  const full = key === null ? null : `${i18n.language} ${key}`
  const [round, setRound] = useState(0)
  const [answered, setAnswered] = useState<{ full: string | null; answer?: Answer<T>; problem?: Problem }>({
    full: null,
  })
  const again = useCallback(() => setRound((last) => last + 1), [])

  useEffect(() => {
    if (full === null) return
    let current = true
    const before = told.get(full)
    question().then(
      (answer) => {
        if (told.get(full) === before) remembered.set(full, answer)
        if (current) setAnswered({ full, answer })
      },
      (error: unknown) => {
        const problem = error instanceof Problem ? error : new Problem({ status: -1, detail: String(error) })
        if (current) setAnswered({ full, problem })
      },
    )
    return () => {
      current = false
    }
    // The key says all that the question depends on.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [full, round])

  const tell = (data: T) => {
    if (full === null) return
    tellOf(full, data)
    setAnswered({ full, answer: { data, keptAt: null } })
    again() // lets go of what is still asked: it was asked before
  }

  const mine = answered.full === full ? answered : { full }
  const answer = full === null ? undefined : ((remembered.get(full) as Answer<T> | undefined) ?? mine.answer)
  const stale = Boolean(answer?.keptAt) || Boolean(mine.problem?.offline)
  useEffect(() => {
    if (!stale) return
    window.addEventListener('online', again)
    return () => window.removeEventListener('online', again)
  }, [stale, again])

  return {
    data: answer?.data ?? null,
    keptAt: answer?.keptAt ?? null,
    problem: answer ? null : (mine.problem ?? null),
    loading: full !== null && !answer && !mine.problem,
    again,
    tell,
  }
}
