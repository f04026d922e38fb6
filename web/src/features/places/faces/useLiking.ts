import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, ask } from '~/api/client'
import type { components, paths } from '~/api/schema'
import { useAsk } from '~/api/useAsk'
import { useHere } from '~/app/session'
import { phone } from '~/offline/phone'
import type { KeptChoice } from '~/offline/store'
import { choices, whereKept } from '~/offline/taste'
import { useKinds } from '../usePlaces'
import { likedOf, type Counted } from './likes'

declare module '~/api/types' {
  interface Routes extends Pick<paths, '/api/v1/me/liking'> {}
}

const NOTHING: Record<string, number> = {}
const NO_WORDS: ReadonlyMap<string, Liked> = new Map()

/** How much a kind of place is liked, from -1 to 1, and what says so. */
export type Liked = components['schemas']['LikedOut']

/** What the one who is signed in likes, by kind of place, with the words that say why: from where she lets it be kept. */
export function useLikes(): ReadonlyMap<string, Liked> {
  const { t } = useTranslation('places')
  const { session } = useHere()
  const kinds = useKinds()
  const rows = useKeptHere(Boolean(session?.resident))
  const asked = useAsk(session?.resident && rows === 'in the city' ? 'liking' : null, () => ask(api.GET('/api/v1/me/liking')))
  const items = asked.data?.items
  return useMemo(() => {
    if (rows === null) return NO_WORDS
    if (rows === 'in the city') return items?.length ? new Map(items.map((one) => [one.category, one])) : NO_WORDS
    const words = ([category, one]: [string, Counted]): [string, Liked] => {
      const { score, ...counts } = one
      return [category, { category, score, why: t('filters.likedCounts', { kind: kinds.get(category)!.name, ...counts }) }]
    }
    return new Map([...likedOf(rows, (kind) => kinds.has(kind))].map(words))
  }, [rows, items, kinds, t])
}

/** The choices that this phone keeps, where she wants them kept here alone; null until that is known. */
function useKeptHere(wanted: boolean): KeptChoice[] | 'in the city' | null {
  const [rows, setRows] = useState<KeptChoice[] | 'in the city' | null>(null)
  useEffect(() => {
    if (!wanted) return
    let gone = false
    const read = async () => {
      const { on_phone, may_learn } = await whereKept(phone)
      return on_phone ? (may_learn ? await choices(phone) : []) : ('in the city' as const)
    }
    void read()
      .catch(() => 'in the city' as const)
      .then((found) => gone || setRows(found))
    return () => {
      gone = true
    }
  }, [wanted])
  return wanted ? rows : null
}

/** What the one who is signed in likes, by kind of place: the phone ranks with it, so nobody is told where she stands. */
export function useLiking(): Record<string, number> {
  const likes = useLikes()
  return useMemo(() => (likes.size ? Object.fromEntries([...likes].map(([kind, one]) => [kind, one.score])) : NOTHING), [likes])
}
