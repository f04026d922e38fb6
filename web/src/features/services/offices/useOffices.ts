import { useEffect, useMemo, useState } from 'react'
import { api, ask } from '~/api/client'
import type { Category, Group, PlaceCard } from '~/api/types'
import { useAsk } from '~/api/useAsk'
import { passes, NO_FILTERS } from '~/features/places/filters/filters'
import { useFrom, useKinds } from '~/features/places/usePlaces'
import { coarse } from '~/geo/geo'
import { useNow } from '~/app/useNow'

export const SERVICE_GROUPS = ['help', 'health', 'learning', 'moving'] as const satisfies Group[]
export type ServiceGroup = (typeof SERVICE_GROUPS)[number]

/** Kinds that are many and serve nobody over a counter: Around me has them. */
const NOT_SERVICES = new Set(['bus_stop', 'bike_parking', 'parking', 'charging_station'])

export interface Service {
  place: PlaceCard
  kind: Category
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 300)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}

/**
 * The offices and services of the city by what they help with, the nearest first.
 *
 * @param words in one's own words; the server knows more names for a thing than the phone, which answers at once.
 */
export function useOffices(words: string) {
  const { from } = useFrom()
  const kinds = useKinds()
  const near = from ? coarse(from) : null
  const served = useMemo(
    () =>
      [...kinds.values()].filter(
        (kind) => SERVICE_GROUPS.includes(kind.group as ServiceGroup) && !NOT_SERVICES.has(kind.id),
      ),
    [kinds],
  )
  const category = served.map((kind) => kind.id).join(',')
  const query = { near: near ?? undefined, category, limit: 500 }
  const held = useAsk(near && category ? `places ${JSON.stringify(query)}` : null, () =>
    ask(api.GET('/api/v1/places', { params: { query } })),
  )
  const q = useSettled(words.trim())
  const asked = { ...query, q, limit: 100 }
  const found = useAsk(near && category && q.length > 1 ? `places ${JSON.stringify(asked)}` : null, () =>
    ask(api.GET('/api/v1/places', { params: { query: asked } })),
  )

  const now = useNow()
  const byGroup = useMemo(() => {
    if (!held.data) return null
    const filters = { ...NO_FILTERS, text: words }
    const here = held.data.items.filter((place) => passes(place, filters, kinds.get(place.category), now))
    const further = words.trim() === q ? (found.data?.items ?? []) : []
    const once = [...new Map([...here, ...further].map((place) => [place.id, place])).values()]
    const services = once.flatMap((place): Service[] => {
      const kind = kinds.get(place.category)
      return kind ? [{ place, kind }] : []
    })
    // The town hall before the court: kinds in the order of the catalogue, and of each kind the nearest first.
    const order = new Map(served.map((kind, at) => [kind.id, at]))
    services.sort((a, b) => (order.get(a.kind.id) ?? 0) - (order.get(b.kind.id) ?? 0))
    return new Map(SERVICE_GROUPS.map((group) => [group, services.filter((one) => one.kind.group === group)]))
  }, [held.data, found.data, words, q, kinds, served, now])

  return { held, byGroup, searching: found.loading }
}
