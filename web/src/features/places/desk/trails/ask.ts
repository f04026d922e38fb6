// The editor's questions about trails, one function each.
import { api, ask } from '~/api/client'
import type { components, paths } from '~/api/schema'
import type { WrittenTrail } from './written'

declare module '~/api/types' {
  interface Routes extends Pick<
    paths,
    | '/api/v1/desk/trails'
    | '/api/v1/desk/trails/{id}'
    | '/api/v1/desk/trail-drafts/{id}'
    | '/api/v1/desk/trail-publication/{id}'
    | '/api/v1/desk/trail-hiding/{id}'
    | '/api/v1/desk/trail-restoration/{id}'
  > {}
}

export type TrailEdit = components['schemas']['WrittenTrailOut']
export type TrailFinding = components['schemas']['TrailFindingOut']

const at = (id: string) => ({ params: { path: { id } } })

export const trails = () => ask(api.GET('/api/v1/desk/trails'))
export const trail = (id: string) => ask(api.GET('/api/v1/desk/trails/{id}', at(id)))
export const keepTrail = (id: string, version: number, content: WrittenTrail) =>
  ask(api.PUT('/api/v1/desk/trail-drafts/{id}', { ...at(id), body: { version, content: { ...content, id } } }))
export const publishTrail = (id: string, version: number) =>
  ask(api.POST('/api/v1/desk/trail-publication/{id}', { ...at(id), body: { version } }))
export const hideTrail = (id: string, version: number) =>
  ask(api.POST('/api/v1/desk/trail-hiding/{id}', { ...at(id), body: { version } }))
export const restoreTrail = (id: string, version: number) =>
  ask(api.POST('/api/v1/desk/trail-restoration/{id}', { ...at(id), body: { version } }))
