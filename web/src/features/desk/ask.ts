// The questions of the desk to the server, one function each.
import { api, ask } from '~/api/client'
import type { paths } from '~/api/schema'
import type { Decision } from './types'

declare module '~/api/types' {
  interface Routes extends Pick<
    paths,
    | '/api/v1/desk'
    | '/api/v1/desk/residents'
    | '/api/v1/desk/residents/{id}'
    | '/api/v1/desk/contests'
    | '/api/v1/desk/contests/{id}'
    | '/api/v1/desk/contests/{id}/decide'
    | '/api/v1/desk/imports'
    | '/api/v1/desk/imports/{id}'
    | '/api/v1/desk/places'
    | '/api/v1/desk/lookups'
    | '/api/v1/desk/events'
    | '/api/v1/desk/coverage'
    | '/api/v1/desk/staff'
  > {}
}

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
export const happenings = (cursor?: string) =>
  ask(api.GET('/api/v1/desk/events', { params: { query: { cursor: cursor ? Number(cursor) : undefined } } }))
export const coverage = () => ask(api.GET('/api/v1/desk/coverage'))
export const staff = () => ask(api.GET('/api/v1/desk/staff'))
