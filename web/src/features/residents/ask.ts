// The questions of the residents' pages to the server, one function each.
import { api, ask } from '~/api/client'
import type { Consent, FactGroup, Lookups, Me, Receipt } from './types'

type Json<Body> = { 200: { content: { 'application/json': Body } } }
interface Read<Body, Parameters = object> {
  get: { parameters: Parameters; responses: Json<Body> }
}
interface Write<Method extends string, Body, Sent, Parameters = object> {
  wrote: { [method in Method]: { parameters: Parameters; requestBody: { content: { 'application/json': Sent } }; responses: Json<Body> } }
}
type One<Name extends string> = { path: Record<Name, string> }

declare module '~/api/types' {
  interface Routes {
    '/api/v1/me': Read<Me> & Write<'patch', Me, { language: string }>['wrote']
    '/api/v1/me/facts': Read<{ groups: FactGroup[] }, { query?: { of?: string } }>
    '/api/v1/me/facts/{id}/contest': Write<'post', unknown, { reason: string }, One<'id'>>['wrote']
    '/api/v1/me/lookups': Read<Lookups, { query?: { cursor?: string } }>
    '/api/v1/me/consents': Read<Consent[]>
    '/api/v1/me/consents/{purpose}': Write<'put', Consent, { granted: boolean }, One<'purpose'>>['wrote']
    '/api/v1/me/consents/{purpose}/receipt': Read<Receipt, One<'purpose'>>
    '/api/v1/me/erase': Write<'post', Receipt, { confirm: 'ERASE' }>['wrote']
  }
}

export const me = () => ask(api.GET('/api/v1/me'))
export const facts = (of?: string) => ask(api.GET('/api/v1/me/facts', { params: { query: { of } } }))
export const contest = (id: string, reason: string) =>
  ask(api.POST('/api/v1/me/facts/{id}/contest', { params: { path: { id } }, body: { reason } }))
export const lookups = (cursor?: string) => ask(api.GET('/api/v1/me/lookups', { params: { query: { cursor } } }))
export const consents = () => ask(api.GET('/api/v1/me/consents'))
export const setConsent = (purpose: string, granted: boolean) =>
  ask(api.PUT('/api/v1/me/consents/{purpose}', { params: { path: { purpose } }, body: { granted } }))
export const receipt = (purpose: string) =>
  ask(api.GET('/api/v1/me/consents/{purpose}/receipt', { params: { path: { purpose } } }))
export const erase = () => ask(api.POST('/api/v1/me/erase', { body: { confirm: 'ERASE' } }))
export const setLanguage = (language: string) => ask(api.PATCH('/api/v1/me', { body: { language } }))
