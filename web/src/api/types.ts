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
export type Source = Schemas['SourceOut']
export type Places = Schemas['PlacesOut']
export type EventCard = Schemas['EventCardOut']
export type Event = Schemas['EventOut']
export type PlacesQuery = NonNullable<paths['/api/v1/places']['get']['parameters']['query']>

export type Offer = Schemas['OfferOut']
export type Pool = Schemas['PoolOut']
export type Outcome = Schemas['OutcomeIn']
export type OutcomeKind = Outcome['kind']
export type Recorded = Schemas['RecordedOut']

/** The routes this part of the app calls. Features add their own beside their pages. */
export interface Routes extends Pick<
  paths,
  | '/api/v1/city'
  | '/api/v1/session'
  | '/api/v1/session/leave'
  | '/api/v1/personas'
  | '/api/v1/personas/{id}/enter'
  | '/api/v1/categories'
  | '/api/v1/places'
  | '/api/v1/places/{id}'
  | '/api/v1/events/{id}'
  | '/api/v1/events'
  | '/api/v1/offers/pool'
  | '/api/v1/outcomes'
> {}
