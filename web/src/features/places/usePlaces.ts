import { useEffect, useMemo, useState } from 'react'
import { api, ask } from '~/api/client'
import type { Category, Offer, Place, PlaceCard, PlacesQuery } from '~/api/types'
import { useAsk } from '~/api/useAsk'
import { useNow } from '~/app/useNow'
import { useTodaysOffers } from '~/app/useTodaysOffers'
import { useHere } from '~/app/session'
import { bearing_deg, coarse, distance_m, type Point } from '~/geo/geo'
import { usePosition } from '~/geo/position'
import { nearestOf, usePacked } from './pack/usePack'
import { useLive, type LiveSpot } from './live/useLive'
import { anyFilter, passes, stateAt, type Filters } from './filters/filters'

/** Most places held on the phone at a time. */
const HELD_MAX = 500

/** A place with the way to it, worked out on the phone. */
export interface Near {
  place: PlaceCard
  kind: Category | undefined
  distance_m: number
  bearing_deg: number
  /** What Today offers here: the same offer, wherever it is shown. */
  offer?: Offer
  /** What there is now, as a live feed says. */
  live?: LiveSpot
  /** Why somebody likes its kind, where the order follows what she likes. */
  liked?: string
}

/** The kinds of places by id. */
export function useKinds(): Map<string, Category> {
  const asked = useAsk('categories', () => ask(api.GET('/api/v1/categories')))
  return useMemo(() => new Map(asked.data?.map((kind) => [kind.id, kind])), [asked.data])
}

function useSettled<T>(value: T, wait_ms: number): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), wait_ms)
    return () => clearTimeout(timer)
  }, [value, wait_ms])
  return settled
}

/** Where distances count from: the phone's position when one gave it, else the centre of the city. */
export function useFrom(): { from: Point | null; exact: boolean; accuracy_m: number } {
  const { city } = useHere()
  const position = usePosition()
  const [lat, lon] = city?.centre ?? []
  const known = position.state === 'known' ? position.point : null
  const from = useMemo(() => known ?? (lat === undefined || lon === undefined ? null : { lat, lon }), [known, lat, lon])
  return { from, exact: known !== null, accuracy_m: position.state === 'known' ? position.accuracy_m : 50 }
}

/** The places that this phone holds around a spot: the same question, and so the same kept answer, on every page. */
function useHeld(near: string | null) {
  return useAsk(near && `places ${near}`, () => places({ near: near!, limit: HELD_MAX }))
}

/** What the list that this phone holds says of a place: enough to go there, when the city cannot be reached. */
export function useHeldPlace(id: string, needed: boolean): Place | null {
  const { from } = useFrom()
  const held = useHeld(needed && from ? coarse(from) : null)
  const packed = usePacked()
  return useMemo(() => {
    const whole = needed ? packed?.byId.get(id) : undefined
    if (whole) return whole
    const card = held.data?.items.find((place) => place.id === id)
    if (!card) return null
    const source = { id: '', name: card.source, licence: '', attribution: '', url: '' }
    const unsaid = {
      about: null,
      text_alternative: null,
      opening_hours: null,
      phone: null,
      website: null,
      imported_at: '',
      story: null,
      audience: [],
      media: [],
      actions: [],
      valid_from: null,
      valid_to: null,
    }
    return { ...card, ...unsaid, source, week: [], events: [] }
  }, [held.data, id, needed, packed])
}

/**
 * The places around, nearest first, through the filters.
 *
 * The phone holds the nearest places whatever the filters, so that filtering is instant and works without network.
 * The server is asked again only for what the phone cannot know: places further away, and other words for the same thing.
 */
export function usePlaces(filters: Filters) {
  const { from, exact, accuracy_m } = useFrom()
  const kinds = useKinds()
  const near = from ? coarse(from) : null
  const held = useHeld(near)
  const packed = usePacked()
  const offline = Boolean(held.problem?.offline)
  const data = useMemo(() => {
    if (held.data || !offline || !packed || !from) return held.data
    const items = nearestOf(packed.near, from, HELD_MAX)
    return { items, total: items.length, next_cursor: null, attributions: packed.attributions }
  }, [held.data, offline, packed, from])
  const fromPack = data !== null && held.data === null ? (packed?.day ?? null) : null

  const wanted = useSettled(filters, 300)
  const holdsAll = held.data !== null && held.data.total <= held.data.items.length
  const beyond = anyFilter(wanted) && held.data !== null && (!holdsAll || wanted.text.trim().length > 1)
  const question: PlacesQuery = { near: near ?? undefined, limit: 200 }
  if (wanted.text.trim()) question.q = wanted.text.trim()
  if (wanted.openNow) question.open_now = true
  if (wanted.stepFree) question.step_free = true
  if (wanted.group)
    question.category = [...kinds.values()]
      .filter((kind) => kind.group === wanted.group)
      .map((kind) => kind.id)
      .join(',')
  const further = useAsk(beyond ? `places ${JSON.stringify(question)}` : null, () => places(question))

  const now = useNow()
  const { offers } = useTodaysOffers()
  const { byPlace } = useLive()
  const items = useMemo(() => {
    if (!from || !data) return null
    const found = data.items.filter((place) => passes(place, filters, kinds.get(place.category), now))
    if (beyond && wanted === filters && further.data) found.push(...further.data.items)
    const once = [...new Map(found.map((place) => [place.id, place])).values()]
    const ways = once.map((place): Near => {
      return {
        place,
        kind: kinds.get(place.category),
        distance_m: distance_m(from, place),
        bearing_deg: bearing_deg(from, place),
        offer: offers?.find((offer) => offer.place?.id === place.id),
        live: byPlace.get(place.id),
      }
    })
    const unsure = (one: Near) => (filters.openNow && stateAt(one.place.open, now) !== 'open' ? 1 : 0)
    return ways.sort((a, b) => unsure(a) - unsure(b) || a.distance_m - b.distance_m)
  }, [from, data, further.data, filters, wanted, beyond, kinds, now, offers, byPlace])

  const asked = beyond && wanted === filters ? further.data : anyFilter(filters) ? null : data
  return {
    total: asked?.total ?? 0,
    held,
    items,
    exact,
    accuracy_m,
    from,
    attributions: data?.attributions ?? [],
    fromPack,
    searching: beyond && further.loading,
  }
}

function places(query: PlacesQuery) {
  return ask(api.GET('/api/v1/places', { params: { query } }))
}
