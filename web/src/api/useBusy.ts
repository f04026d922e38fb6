import { useCallback, useRef, useState } from 'react'
import { Problem } from './problem'

/** One step at a time: what is pressed while a step is under way does nothing, and why one failed is said in words. */
export function useBusy() {
  const under = useRef(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const run = useCallback((step: () => Promise<void>) => {
    if (under.current) return
    under.current = true
    setBusy(true)
    setProblem(null)
    step()
      .catch((error: unknown) => setProblem(error instanceof Problem ? (error.detail ?? error.title) : String(error)))
      .finally(() => {
        under.current = false
        setBusy(false)
      })
  }, [])
  return { busy, problem, run }
}
