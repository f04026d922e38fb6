/** What `/api/v1` answers, by the names that the app uses. The shapes are the server's own: see schema.d.ts. */

import type { components, paths } from './schema'

type Schemas = components['schemas']

export type Attribution = Schemas['AttributionOut']
export type City = Omit<Schemas['CityOut'], 'centre' | 'bounds'> & {
  /** Latitude and longitude. */
  centre: number[]
  /** South, west, north, east. */
  bounds: number[]
}
export type Session = Schemas['SessionOut']
export type Role = NonNullable<Session['role']>
export type Persona = Schemas['PersonaOut']
export type Category = Schemas['CategoryOut']
export type Group = Category['group']
export type OpenState = Schemas['OpenOut']
export type PlaceCard = Schemas['PlaceCardOut']
export type Wheelchair = PlaceCard['wheelchair']
export type Access = PlaceCard['access']
export type Place = Schemas['PlaceOut']
export type Places = Schemas['PlacesOut']
export type EventCard = Schemas['EventCardOut']
export type PlacesQuery = NonNullable<paths['/api/v1/places']['get']['parameters']['query']>

export interface NamedPoint {
  id: string
  name: string
  lat: number
  lon: number
}
export interface Offer {
  id: string
  kind: 'place' | 'event'
  subject: string
  title: string
  text: string
  when_text: string | null
  place: NamedPoint | null
  distance_m: number | null
  why: string
  why_parts: { code: string; text: string }[]
  act: { label: string; href: string }
  slot: number
  policy: string
  urgent: boolean
}
export interface Today {
  greeting: string
  date_text: string
  policy: string
  items: Offer[]
  all_done_text: string
}
export type OutcomeKind = 'shown' | 'opened' | 'accepted' | 'not_now' | 'not_this' | 'done'
export interface Outcome {
  id: string
  offer: string
  subject: string
  kind: OutcomeKind
  slot: number
  policy: string
  at: string
  offline: boolean
}
export interface Recorded {
  recorded: number
  already_known: number
  kept_on_phone: number
}

interface Get<Answer, Query = never, Path = never> {
  get: {
    parameters: ([Query] extends [never] ? object : { query?: Query }) &
      ([Path] extends [never] ? object : { path: Path })
    responses: { 200: { content: { 'application/json': Answer } } }
  }
}
interface Post<Answer, Body = never, Path = never> {
  post: {
    parameters: [Path] extends [never] ? object : { path: Path }
    requestBody?: [Body] extends [never] ? never : { content: { 'application/json': Body } }
    responses: { 200: { content: { 'application/json': Answer } } }
  }
}

/** The routes this part of the app calls. Features add their own beside their pages. */
export interface Routes
  extends Pick<
    paths,
    | '/api/v1/city'
    | '/api/v1/session'
    | '/api/v1/session/leave'
    | '/api/v1/personas'
    | '/api/v1/personas/{id}/enter'
    | '/api/v1/categories'
    | '/api/v1/places'
    | '/api/v1/places/{id}'
    | '/api/v1/events'
  > {
  '/api/v1/offers': Get<Today, { near?: string }>
  '/api/v1/outcomes': Post<Recorded, { items: Outcome[] }>
}
