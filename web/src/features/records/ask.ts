// The questions of the wallet's pages to the server, one function each.
import i18next from 'i18next'
import { api, ask, csrfToken } from '~/api/client'
import { Problem, problemOf } from '~/api/problem'
import type { components, paths } from '~/api/schema'

declare module '~/api/types' {
  interface Routes extends Pick<
    paths,
    | '/api/v1/me/records'
    | '/api/v1/me/records/{id}'
    | '/api/v1/me/records/{id}/code'
    | '/api/v1/me/records/{id}/wallet'
    | '/api/v1/me/records/{id}/agree'
    | '/api/v1/me/records/decline'
    | '/api/v1/me/guard/drafts'
    | '/api/v1/me/guard/drafts/{id}'
    | '/api/v1/me/guard/drafts/{id}/sign'
    | '/api/v1/me/guard/drafts/{id}/object'
  > {}
}

type Schemas = components['schemas']
export type Held = Schemas['RecordHeldOut']
export type MyRecord = Schemas['MyRecordOut']
export type Code = Schemas['RecordCodeOut']
export type Filed = Schemas['RecordDraftOut']
export type WalletOffer = Schemas['WalletOfferOut']

const of = (id: string) => ({ params: { path: { id } } })

export const myRecords = () => ask(api.GET('/api/v1/me/records'))
export const myRecord = (id: string) => ask(api.GET('/api/v1/me/records/{id}', of(id)))
export const codeOf = (id: string) => ask(api.POST('/api/v1/me/records/{id}/code', of(id)))
export const offerOf = (id: string) => ask(api.POST('/api/v1/me/records/{id}/wallet', of(id)))
export const agree = (id: string, asked: Record<string, string>) =>
  ask(api.POST('/api/v1/me/records/{id}/agree', { ...of(id), body: { asked } }))
export const decline = (asked: Record<string, string>) => ask(api.POST('/api/v1/me/records/decline', { body: { asked } }))

export const filedAbout = () => ask(api.GET('/api/v1/me/guard/drafts'))
export const filedOf = (id: string) => ask(api.GET('/api/v1/me/guard/drafts/{id}', of(id)))
export const signFiled = (id: string) => ask(api.POST('/api/v1/me/guard/drafts/{id}/sign', of(id)))
export const stopFiled = (id: string, said: string) =>
  ask(api.POST('/api/v1/me/guard/drafts/{id}/object', { ...of(id), body: { said } }))

/** Have a certificate printed, as a PDF. */
export async function certificateOf(id: string): Promise<Blob> {
  const headers = { 'X-CSRFToken': csrfToken(), 'Accept-Language': i18next.language }
  let response: Response
  try {
    response = await fetch(`/api/v1/me/records/${id}/certificate`, { method: 'POST', headers })
  } catch {
    throw new Problem({ status: 0 })
  }
  if (!response.ok) throw problemOf(response.status, await response.json().catch(() => null))
  return response.blob()
}
