// The questions of the case officer's desk to the server.
import { api, ask } from '~/api/client'
import type { components, paths } from '~/api/schema'

declare module '~/api/types' {
  interface Routes extends Pick<
    paths,
    | '/api/v1/desk/cases'
    | '/api/v1/desk/cases/{id}'
    | '/api/v1/desk/cases/{id}/take'
    | '/api/v1/desk/cases/{id}/ask'
    | '/api/v1/desk/cases/{id}/decide'
    | '/api/v1/desk/services'
    | '/api/v1/desk/notices'
  > {}
}

export type CoverageReport = components['schemas']['CoverageReportOut']
export type DeskCase = components['schemas']['DeskCaseOut']

const of = (id: string) => ({ params: { path: { id } } })
export const deskCases = () => ask(api.GET('/api/v1/desk/cases'))
export const deskCase = (id: string) => ask(api.GET('/api/v1/desk/cases/{id}', of(id)))
export const takeCase = (id: string) => ask(api.POST('/api/v1/desk/cases/{id}/take', of(id)))
export const askToComplete = (id: string, reason: string) =>
  ask(api.POST('/api/v1/desk/cases/{id}/ask', { ...of(id), body: { reason } }))
export const decideCase = (id: string, decision: 'granted' | 'refused', reason: string, law: string) =>
  ask(api.POST('/api/v1/desk/cases/{id}/decide', { ...of(id), body: { decision, reason, law } }))
export const deskServices = () => ask(api.GET('/api/v1/desk/services'))
export const deskNotices = (persona: string) =>
  ask(api.GET('/api/v1/desk/notices', { params: { query: { persona } } }))
export const personas = () => ask(api.GET('/api/v1/personas'))
