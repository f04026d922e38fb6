import { useMemo } from 'react'
import { api, ask } from '~/api/client'
import type { paths } from '~/api/schema'
import { useAsk } from '~/api/useAsk'
import { useHere } from '~/app/session'

declare module '~/api/types' {
  interface Routes extends Pick<paths, '/api/v1/me/liking'> {}
}

const NOTHING: Record<string, number> = {}

/** What the one who is signed in likes, by kind of place: the phone ranks with it, so nobody is told where she stands. */
export function useLiking(): Record<string, number> {
  const { session } = useHere()
  const asked = useAsk(session?.resident ? 'liking' : null, () => ask(api.GET('/api/v1/me/liking')))
  const items = asked.data?.items
  return useMemo(
    () => (items?.length ? Object.fromEntries(items.map((one) => [one.category, one.score])) : NOTHING),
    [items],
  )
}
