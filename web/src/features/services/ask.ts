// The questions of this place to the server, one function each.
import { api, ask, giveForm, type Answer } from '~/api/client'
import type { components, paths } from '~/api/schema'

declare module '~/api/types' {
  interface Routes extends Pick<
    paths,
    | '/api/v1/services'
    | '/api/v1/services/{id}'
    | '/api/v1/life-events'
    | '/api/v1/me/services'
    | '/api/v1/me/services/{id}'
    | '/api/v1/me/plans/{id}'
    | '/api/v1/me/cases'
    | '/api/v1/me/cases/{id}'
    | '/api/v1/me/cases/{id}/answers'
    | '/api/v1/me/cases/{id}/documents/{field}'
    | '/api/v1/me/cases/{id}/send'
    | '/api/v1/me/cases/{id}/complete'
    | '/api/v1/me/cases/{id}/appeal'
    | '/api/v1/me/cases/{id}/pay'
    | '/api/v1/me/payments/{reference}'
    | '/api/v1/me/payments/{reference}/sandbox'
    | '/api/v1/me/notices'
    | '/api/v1/me/notices/{id}/read'
    | '/api/v1/me/notice-choices'
    | '/api/v1/me/push'
    | '/api/v1/me/calendar'
  > {}
}

type Schemas = components['schemas']
export type ServiceCard = Schemas['ServiceCardOut']
export type Service = Schemas['ServiceOut']
export type LifeEvent = Schemas['LifeEventOut']
export type CaseLine = Schemas['CaseLineOut']
export type Case = Schemas['CaseOut']
export type MyServices = Schemas['MyServicesOut']
export type ServiceOffer = Schemas['ServiceOfferOut']
export type Plan = Schemas['PlanOut']
export type PlanStep = Schemas['PlanStepOut']
export type Question = Schemas['QuestionOut']
export type ForMe = Schemas['ForMeOut']
export type Notice = Schemas['NoticeOut']
export type NoticeChoices = Schemas['NoticeChoicesOut']
export type Payment = Schemas['PaymentOut']

const of = (id: string) => ({ params: { path: { id } } })

export const findServices = (q: string) => ask(api.GET('/api/v1/services', { params: { query: { q } } }))
export const service = (id: string) => ask(api.GET('/api/v1/services/{id}', of(id)))
export const lifeEvents = () => ask(api.GET('/api/v1/life-events'))

export const myServices = () => ask(api.GET('/api/v1/me/services'))
export const serviceForMe = (id: string, child?: string) =>
  ask(api.GET('/api/v1/me/services/{id}', { params: { path: { id }, query: { of: child } } }))
export const plan = (id: string, child?: string) =>
  ask(api.GET('/api/v1/me/plans/{id}', { params: { path: { id }, query: { of: child } } }))
export const answerOffer = (id: string, answer: 'accept' | 'not_now' | 'never' | 'again') =>
  ask(api.POST('/api/v1/me/service-offers/{id}', { ...of(id), body: { answer } }))

export const cases = () => ask(api.GET('/api/v1/me/cases'))
export const oneCase = (id: string) => ask(api.GET('/api/v1/me/cases/{id}', of(id)))
export const openCase = (id: string, serviceId: string, subject?: string) =>
  ask(api.POST('/api/v1/me/cases', { body: { id, service: serviceId, subject } }))
export const saveAnswers = (id: string, answers: Record<string, unknown>) =>
  ask(api.PATCH('/api/v1/me/cases/{id}/answers', { ...of(id), body: { answers } }))
export const sendCase = (id: string) => ask(api.POST('/api/v1/me/cases/{id}/send', of(id)))
export const completeCase = (id: string) => ask(api.POST('/api/v1/me/cases/{id}/complete', of(id)))
export const appealCase = (id: string, reason: string) =>
  ask(api.POST('/api/v1/me/cases/{id}/appeal', { ...of(id), body: { reason } }))
export const withdrawCase = (id: string) => ask(api.DELETE('/api/v1/me/cases/{id}', of(id)))
export const beginPayment = (id: string) => ask(api.POST('/api/v1/me/cases/{id}/pay', of(id)))

export const payment = (reference: string) =>
  ask(api.GET('/api/v1/me/payments/{reference}', { params: { path: { reference } } }))
export const payInSandbox = (reference: string, outcome: 'paid' | 'failed') =>
  ask(api.POST('/api/v1/me/payments/{reference}/sandbox', { params: { path: { reference } }, body: { outcome } }))

export const inbox = () => ask(api.GET('/api/v1/me/notices'))
export const readNotice = (id: string) => ask(api.POST('/api/v1/me/notices/{id}/read', of(id)))
export const noticeChoices = () => ask(api.GET('/api/v1/me/notice-choices'))
export const chooseNotices = (body: Schemas['NoticeChoicesIn']) => ask(api.PUT('/api/v1/me/notice-choices', { body }))
export const allowPush = (body: Schemas['PushIn']) => ask(api.POST('/api/v1/me/push', { body }))
export const forbidPush = (endpoint: string) => ask(api.DELETE('/api/v1/me/push', { body: { endpoint } }))
export const makeCalendar = () => ask(api.POST('/api/v1/me/calendar'))
export const endCalendar = () => ask(api.DELETE('/api/v1/me/calendar'))

/** Hand in a file, or take it back when none is given. */
export function handIn(id: string, field: string, file: File | null): Promise<Answer<Case>> {
  const body = file ? new FormData() : null
  if (file) body?.set('file', file)
  return giveForm(`/api/v1/me/cases/${id}/documents/${encodeURIComponent(field)}`, body)
}
