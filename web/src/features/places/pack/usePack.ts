import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { api, ask } from '~/api/client'
import type { paths } from '~/api/schema'
import type { Place } from '~/api/types'
import { useNow } from '~/app/useNow'
import { ByLatitude } from '~/geo/byLatitude'
import type { Point } from '~/geo/geo'
import { install, neighbourhood, openShelf, removeAll, type City, type KeptPack, type Sent } from '~/offline/packs'
import { attributionsOf, placeOf, unpack } from './packPlaces'

declare module '~/api/types' {
  interface Routes extends Pick<paths, '/api/v1/packs/key' | '/api/v1/packs/{cell}'> {}
}

const shelf = openShelf()
shelf.catch(() => undefined)

let held: KeptPack[] | null = null
const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
/** Read the shelf and tell every page; where storage is refused, nothing is kept. */
async function reload(): Promise<void> {
  held = await shelf.then((open) => open.getAll('packs')).catch(() => [])
  listeners.forEach((listener) => listener())
}

const city: City = {
  key: async () => (await ask(api.GET('/api/v1/packs/key'))).data.key,
  pack: async (cell, since) => {
    const query = since ? `?since=${since}` : ''
    const headers: HeadersInit = since ? { 'If-None-Match': `"${since}"` } : {}
    const response = await fetch(`/api/v1/packs/${cell}${query}`, { headers, cache: 'no-store' })
    if (response.status === 304) return null
    if (!response.ok) throw new Error(`The pack of ${cell} answered ${response.status}.`)
    return (await response.json()) as Sent
  },
}

/** The squares that this phone keeps. */
export function useKeptPacks(): KeptPack[] | null {
  useEffect(() => {
    if (held === null) void reload()
  }, [])
  return useSyncExternalStore(subscribe, () => held)
}

/** Keep the neighbourhood of a point: its square and the eight around. */
export async function keepAround(point: Point): Promise<void> {
  await install(await shelf, neighbourhood(point), city)
  await reload()
}

export async function forgetPacks(): Promise<void> {
  await removeAll(await shelf)
  await reload()
}

/** What the kept squares say, as the server would; null while nothing is kept. */
export function usePacked() {
  const packs = useKeptPacks()
  const { t, i18n } = useTranslation('places')
  const moment = useNow()
  const packed = useMemo(() => (packs && packs.length > 0 ? unpack(packs) : null), [packs])
  return useMemo(() => {
    if (!packed) return null
    const places = packed.places.map((one) => placeOf(packed, one, moment, i18n.language, t))
    const byId = new Map<string, Place>(places.map((place) => [place.id, place]))
    return { near: new ByLatitude(places), byId, houses: packed.houses, attributions: attributionsOf(packed), day: packed.day }
  }, [packed, moment, i18n.language, t])
}

/** The nearest of the kept places, as the list of the server would be. */
export function nearestOf(places: ByLatitude<Place>, from: Point, count: number) {
  return places.nearest(from, count).map((place) => ({ ...place, source: place.source.name }))
}
