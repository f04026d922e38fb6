// The questions of the residents' pages to the server, one function each. `of` names a child one acts for.
import { api, ask } from '~/api/client'
import type { paths } from '~/api/schema'

declare module '~/api/types' {
  interface Routes extends Pick<
    paths,
    | '/api/v1/me'
    | '/api/v1/me/facts'
    | '/api/v1/me/facts/{id}/contest'
    | '/api/v1/me/own-word'
    | '/api/v1/me/own-word/{name}'
    | '/api/v1/me/lookups'
    | '/api/v1/me/consents'
    | '/api/v1/me/consents/{purpose}'
    | '/api/v1/me/consents/{purpose}/receipt'
    | '/api/v1/me/erase'
  > {}
}

export const me = () => ask(api.GET('/api/v1/me'))
export const facts = (of?: string) => ask(api.GET('/api/v1/me/facts', { params: { query: { of } } }))
export const contest = (id: number, reason: string, of?: string) =>
  ask(api.POST('/api/v1/me/facts/{id}/contest', { params: { path: { id }, query: { of } }, body: { reason } }))
export const ownWord = (of?: string) => ask(api.GET('/api/v1/me/own-word', { params: { query: { of } } }))
export const tellOwnWord = (name: string, value: string | number | boolean | null, since: string | null, of?: string) =>
  ask(api.PUT('/api/v1/me/own-word/{name}', { params: { path: { name }, query: { of } }, body: { value, since } }))
export const takeBackOwnWord = (name: string, of?: string) =>
  ask(api.DELETE('/api/v1/me/own-word/{name}', { params: { path: { name }, query: { of } } }))
export const lookups = (of?: string, cursor?: string) =>
  ask(api.GET('/api/v1/me/lookups', { params: { query: { of, cursor: cursor ? Number(cursor) : undefined } } }))
export const consents = (of?: string) => ask(api.GET('/api/v1/me/consents', { params: { query: { of } } }))
export const setConsent = (purpose: string, granted: boolean, of?: string) =>
  ask(api.PUT('/api/v1/me/consents/{purpose}', { params: { path: { purpose }, query: { of } }, body: { granted } }))
export const receipt = (purpose: string, of?: string) =>
  ask(api.GET('/api/v1/me/consents/{purpose}/receipt', { params: { path: { purpose }, query: { of } } }))
export const erase = () => ask(api.POST('/api/v1/me/erase', { body: { confirm: 'ERASE' } }))
export const setLanguage = (language: string) => ask(api.PATCH('/api/v1/me', { body: { language } }))
