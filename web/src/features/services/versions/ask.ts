// The questions of the desk of application forms to the server, one function each.
import { api, ask } from '~/api/client'
import type { components, paths } from '~/api/schema'
import type { Journey } from '../journey/types'

declare module '~/api/types' {
  interface Routes extends Pick<
    paths,
    | '/api/v1/desk/journeys'
    | '/api/v1/desk/journeys/{id}'
    | '/api/v1/desk/journeys/{id}/check'
    | '/api/v1/desk/journeys/{id}/people'
    | '/api/v1/desk/journeys/{id}/propose'
    | '/api/v1/desk/journeys/{id}/versions/{hash}'
    | '/api/v1/desk/journeys/{id}/versions/{hash}/changes/{after}'
    | '/api/v1/desk/journeys/{id}/versions/{hash}/publish'
    | '/api/v1/desk/journeys/{id}/versions/{hash}/try'
    | '/api/v1/desk/journeys/{id}/versions/{hash}/withdraw'
    | '/api/v1/desk/journey-facts'
  > {}
}

type Schemas = components['schemas']
export type JourneyPage = Schemas['JourneyPageOut']
export type Version = Schemas['JourneyVersionOut']
export type Comparison = Schemas['JourneyComparisonOut']
export type Change = Schemas['JourneyChangeOut']
export type Mistake = Schemas['JourneyMistakeOut']
export type FactName = Schemas['FactNameOut']
export type Tried = Schemas['TriedOut']

const of = (id: string) => ({ params: { path: { id } } })
const at = (id: string, hash: string) => ({ params: { path: { id, hash } } })
const sent = (document: Journey) => document as unknown as Record<string, unknown>

export const journeys = () => ask(api.GET('/api/v1/desk/journeys'))
export const journey = (id: string) => ask(api.GET('/api/v1/desk/journeys/{id}', of(id)))
export const people = (id: string) => ask(api.GET('/api/v1/desk/journeys/{id}/people', of(id)))
export const facts = () => ask(api.GET('/api/v1/desk/journey-facts'))
export const version = (id: string, hash: string) =>
  ask(api.GET('/api/v1/desk/journeys/{id}/versions/{hash}', at(id, hash)))
export const compare = (id: string, hash: string, after: string) =>
  ask(api.GET('/api/v1/desk/journeys/{id}/versions/{hash}/changes/{after}', { params: { path: { id, hash, after } } }))
export const tried = (id: string, hash: string, persona: string) =>
  ask(
    api.GET('/api/v1/desk/journeys/{id}/versions/{hash}/try', { params: { path: { id, hash }, query: { persona } } }),
  )
export const check = (id: string, document: Journey) =>
  ask(api.POST('/api/v1/desk/journeys/{id}/check', { ...of(id), body: { document: sent(document) } }))
export const propose = (id: string, document: Journey, note: string) =>
  ask(api.POST('/api/v1/desk/journeys/{id}/propose', { ...of(id), body: { document: sent(document), note } }))
export const publish = (id: string, hash: string, live_from: string, note: string) =>
  ask(
    api.POST('/api/v1/desk/journeys/{id}/versions/{hash}/publish', { ...at(id, hash), body: { live_from, note } }),
  )
export const withdraw = (id: string, hash: string) =>
  ask(api.POST('/api/v1/desk/journeys/{id}/versions/{hash}/withdraw', { ...at(id, hash), body: { note: '' } }))
