// The questions of the case officer's desk about reports.
import { api, ask } from '~/api/client'
import type { components, paths } from '~/api/schema'

declare module '~/api/types' {
  interface Routes extends Pick<
    paths,
    | '/api/v1/desk/reports'
    | '/api/v1/desk/reports/{id}'
    | '/api/v1/desk/reports/{id}/take'
    | '/api/v1/desk/reports/{id}/assign'
    | '/api/v1/desk/reports/{id}/answer'
    | '/api/v1/desk/reports/{id}/close'
  > {}
}

export type DeskReport = components['schemas']['DeskReportOut']

const of = (id: string) => ({ params: { path: { id } } })
export const deskReports = () => ask(api.GET('/api/v1/desk/reports'))
export const deskReport = (id: string) => ask(api.GET('/api/v1/desk/reports/{id}', of(id)))
export const takeReport = (id: string, openToAll: boolean) =>
  ask(api.POST('/api/v1/desk/reports/{id}/take', { ...of(id), body: { open_to_all: openToAll } }))
export const assignReport = (id: string, officer: string) =>
  ask(api.POST('/api/v1/desk/reports/{id}/assign', { ...of(id), body: { officer } }))
export const answerReport = (id: string, text: string) =>
  ask(api.POST('/api/v1/desk/reports/{id}/answer', { ...of(id), body: { text } }))
export const closeReport = (id: string, outcome: 'done' | 'not_done', reason: string) =>
  ask(api.POST('/api/v1/desk/reports/{id}/close', { ...of(id), body: { outcome, reason } }))
