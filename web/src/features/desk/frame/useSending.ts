import { useState, type SubmitEvent } from 'react'
import { Problem } from '~/api/problem'

/**
 * Sends a form once it is whole: what is missing is said when it was tried, not before, and the first of it is focused;
 * what is refused is kept, and the form stays as it was filled in.
 */
export function useSending() {
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)

  const attempt = async (work: () => Promise<void>) => {
    setBusy(true)
    try {
      await work()
    } catch (error) {
      setBusy(false)
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    }
  }
  const send = (isWhole: boolean, work: () => Promise<void>) => (event: SubmitEvent) => {
    event.preventDefault()
    setTried(true)
    setProblem(null)
    if (isWhole) return void attempt(work)
    const form = event.currentTarget as HTMLFormElement
    setTimeout(() => form.querySelector<HTMLElement>('[aria-invalid]')?.focus())
  }
  return { tried, busy, problem, send }
}
