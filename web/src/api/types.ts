/** What `/api/v1` answers, as the contract says it. */

export type Group = 'culture' | 'help' | 'learning' | 'health' | 'moving' | 'street' | 'leisure'
/** Latitude and longitude, in degrees. */
export type LatLon = number[]
export type Role =
  | 'registrar'
  | 'case_officer'
  | 'service_designer'
  | 'innovation_officer'
  | 'editor'
  | 'auditor'
  | 'administrator'

export interface Attribution {
  text: string
  url: string
  licence: string
}
export interface City {
  id: string
  name: string
  tagline: string
  languages: string[]
  default_language: string
  time_zone: string
  centre: LatLon
  /** South, west, north, east. */
  bounds: number[]
  emergency: string
  contact: { phone?: string; email?: string; address?: string }
  web: string
  tokens: Record<string, string | Record<string, string>>
  logo_url: string | null
  attributions: Attribution[]
  shapes_url: string | null
  basemap_url: string | null
  demo: boolean
}
export interface Session {
  signed_in: boolean
  name: string | null
  resident: boolean
  role: Role | null
  language: string
  demo: boolean
  providers: { id: string; name: string }[]
}
export interface Persona {
  id: string
  name: string
  age: number | null
  situation: string
  kind: 'resident' | 'staff'
  role: Role | null
}
export interface Category {
  id: string
  name: string
  icon: string
  group: Group
}
export interface OpenState {
  state: 'open' | 'closed' | 'unknown'
  until: string | null
  opens: string | null
  text: string
}
export type Wheelchair = 'yes' | 'limited' | 'no' | 'unknown'
export interface Access {
  kerb_cm?: number | null
  incline_pct?: number | null
  door_cm?: number | null
  surface?: string | null
  step_free?: boolean | null
  accessible_toilet?: boolean | null
}
interface PlaceFacts {
  id: string
  name: string
  category: string
  lat: number
  lon: number
  address: string | null
  distance_m: number | null
  open: OpenState
  wheelchair: Wheelchair
  access: Access
}
export interface PlaceCard extends PlaceFacts {
  source: string
}
export interface Source {
  id: string
  name: string
  licence: string | null
  attribution: string | null
  url: string | null
}
export interface Place extends PlaceFacts {
  about: string | null
  text_alternative: string | null
  opening_hours: string | null
  week: { day: string; text: string }[]
  phone: string | null
  website: string | null
  source: Source
  imported_at: string | null
  events: EventCard[]
}
export interface Places {
  items: PlaceCard[]
  next_cursor: string | null
  total: number
  attributions: Attribution[]
}
export interface NamedPoint {
  id: string
  name: string
  lat: number
  lon: number
}
export interface EventCard {
  id: string
  title: string
  about: string | null
  kind: string
  starts: string
  ends: string | null
  place: NamedPoint | null
  free: boolean
  step_free: boolean | null
  distance_m: number | null
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

export interface PlacesQuery {
  near?: string
  radius_m?: number
  category?: string
  q?: string
  open_now?: boolean
  step_free?: boolean
  limit?: number
  cursor?: string
}

/** The routes this app calls, in the shape that openapi-fetch reads. */
export interface Routes {
  '/api/v1/city': Get<City>
  '/api/v1/session': Get<Session>
  '/api/v1/session/leave': Post<Session>
  '/api/v1/personas': Get<Persona[]>
  '/api/v1/personas/{id}/enter': Post<Session, never, { id: string }>
  '/api/v1/categories': Get<Category[]>
  '/api/v1/places': Get<Places, PlacesQuery>
  '/api/v1/places/{id}': Get<Place, never, { id: string }>
  '/api/v1/events': Get<{ items: EventCard[] }, { from?: string; to?: string; near?: string; limit?: number }>
  '/api/v1/offers': Get<Today, { near?: string }>
  '/api/v1/outcomes': Post<Recorded, { items: Outcome[] }>
}
