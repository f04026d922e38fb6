// The questions of the page of ranking lists to the server.
import { api, ask } from '~/api/client'
import type { components, paths } from '~/api/schema'

declare module '~/api/types' {
  interface Routes extends Pick<
    paths,
    | '/api/v1/desk/lists'
    | '/api/v1/desk/lists/{service}/{year}/{group}'
    | '/api/v1/desk/lists/{service}/{year}/{group}/places'
  > {}
}

type Schemas = components['schemas']
export type RankingList = Schemas['RankingListOut']
export type FullList = Schemas['RankingListFullOut']
export type Row = Schemas['RankedRowOut']
export interface Which {
  service: string
  year: number
  group: string
}

const of = ({ service, year, group }: Which) => ({ params: { path: { service, year, group } } })
export const lists = () => ask(api.GET('/api/v1/desk/lists'))
export const list = (which: Which) => ask(api.GET('/api/v1/desk/lists/{service}/{year}/{group}', of(which)))
export const givePlaces = (which: Which, body: { cases: string[]; reason: string; law: string }) =>
  ask(api.POST('/api/v1/desk/lists/{service}/{year}/{group}/places', { ...of(which), body }))
