// The questions about what Manto has learned, one function each.
import { api, ask } from '~/api/client'
import type { components, paths } from '~/api/schema'

declare module '~/api/types' {
  interface Routes extends Pick<
    paths,
    | '/api/v1/me/learned'
    | '/api/v1/me/learned/forget'
    | '/api/v1/me/learned/choices/{choice}'
    | '/api/v1/me/learned/pause'
    | '/api/v1/me/learned/more'
    | '/api/v1/me/learned/where'
    | '/api/v1/me/learned/brief'
  > {}
}

export type Learned = components['schemas']['LearnedOut']
export const KINDS = ['place', 'event', 'service'] as const
export type Kind = (typeof KINDS)[number]

export const learned = () => ask(api.GET('/api/v1/me/learned'))
export const forgetSince = (since: string | null) => ask(api.POST('/api/v1/me/learned/forget', { body: { since } }))
export const forgetChoice = (id: string) =>
  ask(api.DELETE('/api/v1/me/learned/choices/{choice}', { params: { path: { choice: id } } }))
export const pauseLearning = (paused: boolean) => ask(api.PUT('/api/v1/me/learned/pause', { body: { paused } }))
export const moreLikeThis = (subject: string) => ask(api.POST('/api/v1/me/learned/more', { body: { subject } }))
export const keepLearned = (on_phone: boolean, shared: Kind[]) =>
  ask(api.PUT('/api/v1/me/learned/where', { body: { on_phone, shared } }))
export const chooseBrief = (at: string | null) => ask(api.PUT('/api/v1/me/learned/brief', { body: { at } }))
