// The editor's questions to the server, one function each.
import { api, ask, giveForm } from '~/api/client'
import type { components, paths } from '~/api/schema'

declare module '~/api/types' {
  interface Routes extends Pick<
    paths,
    | '/api/v1/barriers'
    | '/api/v1/desk/barriers/{id}'
    | '/api/v1/desk/overlays'
    | '/api/v1/desk/overlays/{id}'
    | '/api/v1/desk/overlay-publication/{id}'
    | '/api/v1/desk/overlay-withdrawal/{id}'
    | '/api/v1/desk/overlay-import'
    | '/api/v1/desk/totems'
    | '/api/v1/report-kinds'
    | '/api/v1/services'
    | '/api/v1/desk/totems/{code}/revoke'
  > {}
}

export type OverlayEdit = components['schemas']['OverlayEditOut']
export type Changes = Record<string, unknown>

const at = (id: string) => ({ params: { path: { id } } })

export const overlays = () => ask(api.GET('/api/v1/desk/overlays'))
export const overlay = (id: string) => ask(api.GET('/api/v1/desk/overlays/{id}', at(id)))
export const keepDraft = (id: string, version: number, changes: Changes) =>
  ask(api.PUT('/api/v1/desk/overlays/{id}', { ...at(id), body: { version, changes } }))
export const draftNew = (changes: Changes) => ask(api.POST('/api/v1/desk/overlays', { body: { version: 0, changes } }))
export const importOverlays = (body: components['schemas']['BulkIn']) => ask(api.POST('/api/v1/desk/overlay-import', { body }))
export const publish = (id: string, version: number) =>
  ask(api.POST('/api/v1/desk/overlay-publication/{id}', { ...at(id), body: { version } }))
export const withdraw = (id: string, version: number) =>
  ask(api.POST('/api/v1/desk/overlay-withdrawal/{id}', { ...at(id), body: { version } }))
export const reportKinds = () => ask(api.GET('/api/v1/report-kinds'))
export const services = () => ask(api.GET('/api/v1/services'))
export const totems = () => ask(api.GET('/api/v1/desk/totems'))
export const makeTotem = (place: string) => ask(api.POST('/api/v1/desk/totems', { body: { places: [place] } }))
export const revokeTotem = (code: string, why: string) =>
  ask(api.POST('/api/v1/desk/totems/{code}/revoke', { params: { path: { code } }, body: { why } }))

export type Barrier = components['schemas']['BarrierOut']
export type Closing = components['schemas']['BarrierClosingIn']['why']
export const barriers = () => ask(api.GET('/api/v1/barriers'))
export const closeBarrier = (id: number, why: Closing, days: number) =>
  ask(api.POST('/api/v1/desk/barriers/{id}', { params: { path: { id } }, body: { why, days } }))

type Given = components['schemas']['GivenMediumOut']

/** Put a file on the city's server, with its rights and its words. */
export async function giveMedium(
  file: File,
  item: { kind: string; creator: string; licence: string; alternative: Record<string, string> },
): Promise<Given> {
  const body = new FormData()
  body.set('file', file)
  for (const key of ['kind', 'creator', 'licence'] as const) body.set(key, item[key])
  body.set('alternative', JSON.stringify(item.alternative))
  return (await giveForm<Given>('/api/v1/desk/media', body)).data
}
