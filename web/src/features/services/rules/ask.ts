// The questions of the rules' desk to the server, one function each.
import { api, ask } from '~/api/client'
import type { components, paths } from '~/api/schema'

declare module '~/api/types' {
  interface Routes extends Pick<
    paths,
    | '/api/v1/desk/rules'
    | '/api/v1/desk/rules/{id}'
    | '/api/v1/desk/rules/{id}/change'
    | '/api/v1/desk/rules/{id}/check'
    | '/api/v1/desk/rules/{id}/dry-run'
    | '/api/v1/desk/rules/{id}/publish'
  > {}
}

type Schemas = components['schemas']
export type Rule = Schemas['RuleOut']
export type Mistake = Schemas['MistakeOut']
export type DryRun = Schemas['DryRunOut']
export type Breakdown = Schemas['BreakdownOut']
export type Change = Schemas['ChangeIn']

const of = (id: string) => ({ path: { id } })

export const rules = () => ask(api.GET('/api/v1/desk/rules'))
export const rule = (id: string) => ask(api.GET('/api/v1/desk/rules/{id}', { params: of(id) }))
export const changeValue = (id: string, body: Change) =>
  ask(api.POST('/api/v1/desk/rules/{id}/change', { params: of(id), body }))
export const check = (id: string, text: string) =>
  ask(api.POST('/api/v1/desk/rules/{id}/check', { params: of(id), body: { text } }))
export const dryRun = (id: string, text: string) =>
  ask(api.POST('/api/v1/desk/rules/{id}/dry-run', { params: of(id), body: { text } }))
export const publish = (id: string, text: string) =>
  ask(api.POST('/api/v1/desk/rules/{id}/publish', { params: of(id), body: { text } }))
