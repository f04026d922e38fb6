// The questions about reports to the server, one function each.
import { api, ask, giveForm, type Answer } from '~/api/client'
import type { components, paths } from '~/api/schema'

declare module '~/api/types' {
  interface Routes extends Pick<
    paths,
    | '/api/v1/report-kinds'
    | '/api/v1/reports'
    | '/api/v1/reports/near'
    | '/api/v1/reports/{key}'
    | '/api/v1/reports/{key}/words'
    | '/api/v1/reports/{key}/reopen'
    | '/api/v1/reports/{key}/join'
    | '/api/v1/me/reports'
  > {}
}

type Schemas = components['schemas']
export type ReportKind = Schemas['ReportKindOut']
export type Report = Schemas['ReportOut']
export type NearReport = Schemas['NearReportOut']

const of = (key: string) => ({ params: { path: { key } } })
export const reportKinds = () => ask(api.GET('/api/v1/report-kinds'))
export const reportsNear = (kind: string, lat: number, lon: number) =>
  ask(api.GET('/api/v1/reports/near', { params: { query: { kind, lat, lon } } }))
export const fileReport = (body: Schemas['ReportIn']) => ask(api.POST('/api/v1/reports', { body }))
export const report = (key: string) => ask(api.GET('/api/v1/reports/{key}', of(key)))
export const followUp = (key: string, text: string) =>
  ask(api.POST('/api/v1/reports/{key}/words', { ...of(key), body: { text } }))
export const reopenReport = (key: string, text: string) =>
  ask(api.POST('/api/v1/reports/{key}/reopen', { ...of(key), body: { text } }))
export const joinReport = (key: string, once: string) =>
  ask(api.POST('/api/v1/reports/{key}/join', { ...of(key), body: { once } }))
export const myReports = () => ask(api.GET('/api/v1/me/reports'))

/** Add a picture to a report of one's own. */
export function addPicture(key: string, picture: Blob): Promise<Answer<Report>> {
  const body = new FormData()
  body.set('file', picture, 'picture.jpg')
  return giveForm(`/api/v1/reports/${encodeURIComponent(key)}/photo`, body)
}
