// The questions of the desk to the server, one function each.
import { api, ask } from '~/api/client'
import type { Places as PlacesPage } from '~/api/types'
import type {
  Contest,
  Coverage,
  Decision,
  Desk,
  DeskResident,
  Found,
  Happened,
  ImportReport,
  ImportRun,
  Look,
  Member,
  OutcomeCount,
  Work,
} from './types'

type Json<Body> = { 200: { content: { 'application/json': Body } } }
interface Read<Body, Parameters = object> {
  get: { parameters: Parameters; responses: Json<Body> }
}
/** Lists come as they are or as a page of items. */
type Listed<Row> = Row[] | { items: Row[] }
interface Numbered {
  path: { id: number }
}

declare module '~/api/types' {
  interface Routes {
    '/api/v1/desk': Read<Desk>
    '/api/v1/desk/residents': Read<Found[], { query: { q: string; reason: string } }>
    '/api/v1/desk/residents/{id}': Read<DeskResident, { path: { id: string }; query: { reason: string } }>
    '/api/v1/desk/contests': Read<Work[]>
    '/api/v1/desk/contests/{id}': Read<Contest, Numbered>
    '/api/v1/desk/contests/{id}/decide': {
      post: {
        parameters: Numbered
        requestBody: { content: { 'application/json': Decision } }
        responses: Json<Contest>
      }
    }
    '/api/v1/desk/imports': Read<{ items: ImportRun[] }>
    '/api/v1/desk/imports/{id}': Read<ImportReport, Numbered>
    '/api/v1/desk/places': Read<PlacesPage, { query: { q: string; cursor?: string } }>
    '/api/v1/desk/lookups': Read<Look[], { query: { since?: string; who?: string } }>
    '/api/v1/desk/events': Read<Listed<Happened>>
    '/api/v1/desk/coverage': Read<Coverage[]>
    '/api/v1/desk/outcomes': Read<Listed<OutcomeCount>>
    '/api/v1/desk/staff': Read<Member[]>
  }
}

export const rowsOf = <Row>(listed: Listed<Row>): Row[] => (Array.isArray(listed) ? listed : listed.items)

export const desk = () => ask(api.GET('/api/v1/desk'))
export const findResidents = (q: string, reason: string) =>
  ask(api.GET('/api/v1/desk/residents', { params: { query: { q, reason } } }))
export const resident = (id: string, reason: string) =>
  ask(api.GET('/api/v1/desk/residents/{id}', { params: { path: { id }, query: { reason } } }))
export const contests = () => ask(api.GET('/api/v1/desk/contests'))
export const contest = (id: number) => ask(api.GET('/api/v1/desk/contests/{id}', { params: { path: { id } } }))
export const decide = (id: number, body: Decision) =>
  ask(api.POST('/api/v1/desk/contests/{id}/decide', { params: { path: { id } }, body }))
export const imports = () => ask(api.GET('/api/v1/desk/imports'))
export const importReport = (id: number) => ask(api.GET('/api/v1/desk/imports/{id}', { params: { path: { id } } }))
export const deskPlaces = (q: string, cursor?: string) =>
  ask(api.GET('/api/v1/desk/places', { params: { query: { q, cursor } } }))
export const looks = (since: string, who: string) =>
  ask(api.GET('/api/v1/desk/lookups', { params: { query: { since: since || undefined, who: who || undefined } } }))
export const happenings = () => ask(api.GET('/api/v1/desk/events'))
export const coverage = () => ask(api.GET('/api/v1/desk/coverage'))
export const outcomes = () => ask(api.GET('/api/v1/desk/outcomes'))
export const staff = () => ask(api.GET('/api/v1/desk/staff'))
