import { useCallback } from 'react'
import { api, ask } from '~/api/client'
import { useHere } from '~/app/session'

/** Ends the session, signed in or stepped into a persona, and forgets what this phone kept of the person. */
export function useLeave(): () => Promise<void> {
  const { personChanged } = useHere()
  return useCallback(async () => {
    await ask(api.POST('/api/v1/session/leave'))
    await personChanged()
  }, [personChanged])
}
