// The questions about what Manto has learned, one function each.
import { api, ask } from '~/api/client'
import type { paths } from '~/api/schema'

declare module '~/api/types' {
  interface Routes extends Pick<
    paths,
    | '/api/v1/me/learned'
    | '/api/v1/me/learned/forget'
    | '/api/v1/me/learned/choices/{choice}'
    | '/api/v1/me/learned/pause'
    | '/api/v1/me/learned/more'
  > {}
}

export const learned = () => ask(api.GET('/api/v1/me/learned'))
export const forgetSince = (since: string | null) => ask(api.POST('/api/v1/me/learned/forget', { body: { since } }))
export const forgetChoice = (id: string) =>
  ask(api.DELETE('/api/v1/me/learned/choices/{choice}', { params: { path: { choice: id } } }))
export const pauseLearning = (paused: boolean) => ask(api.PUT('/api/v1/me/learned/pause', { body: { paused } }))
export const moreLikeThis = (subject: string) => ask(api.POST('/api/v1/me/learned/more', { body: { subject } }))
