// The questions of the registers' desk to the server, one function each.
import { api, ask } from '~/api/client'
import { askForPasskey } from '~/features/signin/webauthn'
import type { components, paths } from '~/api/schema'

declare module '~/api/types' {
  interface Routes extends Pick<
    paths,
    | '/api/v1/desk/registers/types'
    | '/api/v1/desk/registers/waiting'
    | '/api/v1/desk/registers/records'
    | '/api/v1/desk/registers/records/{id}'
    | '/api/v1/desk/registers/divisions'
    | '/api/v1/desk/registers/drafts'
    | '/api/v1/desk/registers/drafts/{id}'
    | '/api/v1/desk/registers/drafts/{id}/check'
    | '/api/v1/desk/registers/drafts/{id}/sign'
    | '/api/v1/desk/registers/drafts/{id}/approval'
    | '/api/v1/desk/registers/drafts/{id}/withdraw'
    | '/api/v1/desk/registers/objections/{id}/decide'
    | '/api/v1/desk/registers/tasks/{id}'
    | '/api/v1/desk/registers/tasks/{id}/settle'
    | '/api/v1/desk/registers/takeovers'
    | '/api/v1/desk/showings'
    | '/api/v1/desk/showings/{id}'
  > {}
}

type Schemas = components['schemas']
export type RecordLine = Schemas['RecordLineOut']
export type DeskRecord = Schemas['DeskRecordOut']
export type RecordType = Schemas['RecordTypeOut']
export type FormField = Schemas['RecordFormFieldOut']
export type Step = Schemas['RecordStepOut']
export type Draft = Schemas['RecordDraftOut']
export type NewDraft = Schemas['RecordDraftIn']
export type Division = Schemas['RecordDivisionOut']
export type Asked = Schemas['WalletAskedOut']
export type Showing = Schemas['WalletShowingOut']
export type Takeover = Schemas['TakeoverOut']
export type RecordTask = Schemas['RecordTaskOut']

const one = (id: string) => ({ params: { path: { id } } })

export const recordTypes = () => ask(api.GET('/api/v1/desk/registers/types'))
export const waiting = () => ask(api.GET('/api/v1/desk/registers/waiting'))
export const findRecords = (q: string, type = '') =>
  ask(api.GET('/api/v1/desk/registers/records', { params: { query: { q, type } } }))
export const deskRecord = (id: string, reason: string) =>
  ask(api.GET('/api/v1/desk/registers/records/{id}', { params: { path: { id }, query: { reason } } }))
export const drawUp = (body: NewDraft) => ask(api.POST('/api/v1/desk/registers/drafts', { body }))
export const beforeDivision = (source: string[], reason: string) =>
  ask(api.GET('/api/v1/desk/registers/divisions', { params: { query: { source, reason } } }))
export const drawUpDivision = (body: Schemas['RecordDivisionIn']) =>
  ask(api.POST('/api/v1/desk/registers/divisions', { body }))
export const draftOf = (id: string) => ask(api.GET('/api/v1/desk/registers/drafts/{id}', one(id)))
export const checkDraft = (id: string, approve: boolean, said: string) =>
  ask(api.POST('/api/v1/desk/registers/drafts/{id}/check', { ...one(id), body: { approve, said } }))
/** Signs a draft; where a passkey must confirm it, the device is asked first, for these very statements. */
export async function signDraft({ id, sign_with }: Pick<Draft, 'id' | 'sign_with'>) {
  let assertion: object | null = null
  if (sign_with === 'passkey') {
    const { data } = await ask(api.POST('/api/v1/desk/registers/drafts/{id}/approval', one(id)))
    assertion = await askForPasskey({ publicKey: data.public_key as unknown as PublicKeyCredentialRequestOptionsJSON })
  }
  return ask(
    api.POST('/api/v1/desk/registers/drafts/{id}/sign', {
      ...one(id),
      body: { assertion: assertion as Record<string, unknown> | null },
    }),
  )
}
export const withdrawDraft = (id: string, said: string) =>
  ask(api.POST('/api/v1/desk/registers/drafts/{id}/withdraw', { ...one(id), body: { said } }))
export const decideObjection = (id: number, uphold: boolean, answer: string) =>
  ask(
    api.POST('/api/v1/desk/registers/objections/{id}/decide', { params: { path: { id } }, body: { uphold, answer } }),
  )
export const taskOf = (id: string) => ask(api.GET('/api/v1/desk/registers/tasks/{id}', one(id)))
export const settleTask = (id: string, act: boolean, said: string) =>
  ask(api.POST('/api/v1/desk/registers/tasks/{id}/settle', { ...one(id), body: { do: act, said } }))
export const takeovers = () => ask(api.GET('/api/v1/desk/registers/takeovers'))
export const askWallet = (record_type: string, claims: string[], purpose: string) =>
  ask(api.POST('/api/v1/desk/showings', { body: { record_type, claims, purpose } }))
export const showingOf = (id: string) => ask(api.GET('/api/v1/desk/showings/{id}', one(id)))
