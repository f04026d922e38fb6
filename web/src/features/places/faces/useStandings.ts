import { useMemo } from 'react'
import { api, ask } from '~/api/client'
import type { paths } from '~/api/schema'
import { useAsk } from '~/api/useAsk'
import { useNow } from '~/app/useNow'
import { coarse, type Point } from '~/geo/geo'
import { now as rank, type Asking, type Candidate, type Standing } from '~/geo/now'
import type { Footprint } from '~/geo/occlusion'
import { stateAt } from '../filters/filters'
import { useMyNeeds } from '../needs/useMyNeeds'
import { useLiking } from './useLiking'
import { usePacked } from '../pack/usePack'
import type { Near } from '../usePlaces'

declare module '~/api/types' {
  interface Routes extends Pick<paths, '/api/v1/footprints'> {}
}

/** A place with the way to it, as the ranking takes it. */
export interface Spot extends Candidate {
  near: Near
}

/** Where somebody stands and looks, whoever says so: the phone, or a walk that is replayed. */
export interface Stance {
  here: Point
  accuracy_m: number
  heading_deg: number | null
}

interface Picture {
  width_px: number
  view_deg: number
}

const NO_HOUSES: Footprint[] = []
const LABEL_PX = 150

/** The houses around: the city is asked for those of a square of about 500 metres, no more. */
export function useHouses(here: Point | null): Footprint[] {
  const near = here ? coarse(here) : null
  const asked = useAsk(near && `footprints ${near}`, () =>
    ask(api.GET('/api/v1/footprints', { params: { query: { near: near! } } })),
  )
  const packed = usePacked()
  return (asked.data?.items as Footprint[] | undefined) ?? packed?.houses ?? NO_HOUSES
}

export function spotOf(near: Near, moment: Date): Spot {
  const { place } = near
  return {
    id: place.id,
    lat: place.lat,
    lon: place.lon,
    category: place.category,
    state: stateAt(place.open, moment),
    told: place.told,
    valid: [
      place.valid_from ? Date.parse(place.valid_from) / 1000 : -Infinity,
      place.valid_to ? Date.parse(place.valid_to) / 1000 : Infinity,
    ],
    audience: place.audience,
    access: place.access,
    near,
  }
}

/** How everything around stands to somebody, worked out on the phone. */
export function useStandings(items: Near[], stance: Stance, radius_m: number, picture?: Picture): Standing<Spot>[] {
  const needs = useMyNeeds()
  const preferences = useLiking()
  const moment = useNow()
  const houses = useHouses(stance.here)
  const { here, accuracy_m, heading_deg } = stance
  const spots = useMemo(() => items.map((near) => spotOf(near, moment)), [items, moment])
  return useMemo(() => {
    const asking: Asking = {
      here,
      accuracy_m,
      heading_deg,
      view_deg: picture?.view_deg ?? 60,
      width_px: picture?.width_px ?? 390,
      radius_m,
      now: moment.getTime() / 1000,
      audience: [],
      needs,
      preferences,
      label_px: LABEL_PX,
      labels_max: 12,
      lanes: 4,
      count: 60,
    }
    return rank(spots, houses, asking)
  }, [spots, houses, here, accuracy_m, heading_deg, picture?.view_deg, picture?.width_px, radius_m, moment, needs, preferences])
}
