import { useEffect, useMemo } from 'react'
import { api, ask } from '~/api/client'
import type { paths } from '~/api/schema'
import { useAsk } from '~/api/useAsk'

declare module '~/api/types' {
  interface Routes extends Pick<paths, '/api/v1/live' | '/api/v1/places/{id}/departures'> {}
}

type Live = paths['/api/v1/live']['get']['responses']['200']['content']['application/json']
export type LiveSpot = Live['items'][number]
export type LiveVehicle = Live['vehicles'][number]
export type LiveSource = Live['feeds'][number]

const AGAIN_MS = 60_000

/** Ask again every minute while the page is looked at. */
export function useEveryMinute(again: () => void) {
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && again(), AGAIN_MS)
    return () => clearInterval(timer)
  }, [again])
}

/** What there is at places now, by place; and whose word it is. Without network nothing is known, and nothing is said. */
export function useLive(wanted = true): { byPlace: Map<string, LiveSpot>; vehicles: LiveVehicle[]; feeds: LiveSource[] } {
  const asked = useAsk(wanted ? 'live' : null, () => ask(api.GET('/api/v1/live')))
  useEveryMinute(asked.again)
  const data = asked.data
  return useMemo(() => {
    const spots = (data?.items ?? []).filter((spot) => spot.place !== '')
    const byPlace = new Map(spots.map((spot) => [spot.place, spot]))
    return { byPlace, vehicles: data?.vehicles ?? [], feeds: data?.feeds ?? [] }
  }, [data])
}
