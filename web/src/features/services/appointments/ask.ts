// The questions about appointments to the server.
import { api, ask } from '~/api/client'
import type { components, paths } from '~/api/schema'

declare module '~/api/types' {
  interface Routes extends Pick<
    paths,
    | '/api/v1/services/{id}/times'
    | '/api/v1/me/appointments'
    | '/api/v1/me/appointments/{id}'
    | '/api/v1/me/appointments/{id}/confirm'
    | '/api/v1/me/appointments/{id}/move'
  > {}
}

export type FreeTimes = components['schemas']['FreeTimesOut']
export type Appointment = components['schemas']['AppointmentOut']

const of = (id: string) => ({ params: { path: { id } } })
export const freeTimes = (service: string) => ask(api.GET('/api/v1/services/{id}/times', of(service)))
export const appointments = () => ask(api.GET('/api/v1/me/appointments'))
export const appointment = (id: string) => ask(api.GET('/api/v1/me/appointments/{id}', of(id)))
export const holdTime = (service: string, begins: string, subject?: string) =>
  ask(api.POST('/api/v1/me/appointments', { body: { id: crypto.randomUUID(), service, begins, subject } }))
export const confirmTime = (id: string) => ask(api.POST('/api/v1/me/appointments/{id}/confirm', of(id)))
export const moveTime = (id: string, begins: string) =>
  ask(api.POST('/api/v1/me/appointments/{id}/move', { ...of(id), body: { begins } }))
export const cancelTime = (id: string) => ask(api.DELETE('/api/v1/me/appointments/{id}', of(id)))
