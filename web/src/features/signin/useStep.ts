import { useCallback, useState } from 'react'
import { troubleCode } from './trouble'

/** One step with a device or a server: whether it is under way, and what went wrong the last time. */
export function useStep() {
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const run = useCallback(async (step: () => Promise<void>): Promise<string | null> => {
    setBusy(true)
    setTrouble(null)
    try {
      await step()
      return null
    } catch (error) {
      const code = troubleCode(error)
      setTrouble(code)
      return code
    } finally {
      setBusy(false)
    }
  }, [])
  return { busy, trouble, run, setTrouble }
}
