import { useMemo } from 'react'
import { api, ask } from '~/api/client'
import type { components, paths } from '~/api/schema'
import { useAsk } from '~/api/useAsk'
import { useHere } from '~/app/session'

declare module '~/api/types' {
  interface Routes extends Pick<paths, '/api/v1/me/liking'> {}
}

const NOTHING: Record<string, number> = {}
const NO_WORDS: ReadonlyMap<string, Liked> = new Map()

/** How much a kind of place is liked, from -1 to 1, and what says so. */
export type Liked = components['schemas']['LikedOut']

/** What the one who is signed in likes, by kind of place, with the words that say why. */
export function useLikes(): ReadonlyMap<string, Liked> {
  const { session } = useHere()
  const asked = useAsk(session?.resident ? 'liking' : null, () => ask(api.GET('/api/v1/me/liking')))
  const items = asked.data?.items
  return useMemo(() => (items?.length ? new Map(items.map((one) => [one.category, one])) : NO_WORDS), [items])
}

/** What the one who is signed in likes, by kind of place: the phone ranks with it, so nobody is told where she stands. */
export function useLiking(): Record<string, number> {
  const likes = useLikes()
  return useMemo(() => (likes.size ? Object.fromEntries([...likes].map(([kind, one]) => [kind, one.score])) : NOTHING), [likes])
}
