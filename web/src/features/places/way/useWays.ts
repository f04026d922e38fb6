import { useMemo } from 'react'
import { api, ask } from '~/api/client'
import type { paths } from '~/api/schema'
import { useAsk } from '~/api/useAsk'
import { useNow } from '~/app/useNow'
import { coarse, type Point } from '~/geo/geo'
import { laidOver } from '~/geo/walking/barriers'
import type { Profile } from '~/geo/walking/profiles'
import { Network } from '~/geo/walking/routing'
import { streetsOf } from '~/geo/walking/streets'
import { waysOf } from '~/geo/walking/telling'
import { useOwnLimits } from '../needs/useOwnLimits'
import { KINDS, useChosenWalker, type Kind } from './walker'

declare module '~/api/types' {
  interface Routes extends Pick<
    paths,
    | '/api/v1/streets'
    | '/api/v1/barriers'
    | '/api/v1/barriers/{id}/words'
  > {}
}

/** The ways between two spots, found on this phone: where one is and goes is told to nobody. */
export function useWays(start: Point | null, end: Point | null, as: Kind | null = null) {
  const near = end ? coarse(end) : null
  const asked = useAsk(near && `streets ${near}`, () => ask(api.GET('/api/v1/streets', { params: { query: { near: near! } } })))
  const reported = useAsk('barriers', () => ask(api.GET('/api/v1/barriers')))
  const own = useOwnLimits()
  const kind: Kind = useChosenWalker() ?? as ?? KINDS.find((one) => one === own.profile) ?? 'walker'
  const now = useNow()

  const streets = useMemo(() => (asked.data ? streetsOf(asked.data) : null), [asked.data])
  const network = useMemo(() => {
    const profile = asked.data?.profiles.find((one) => one.id === kind) as Profile | undefined
    if (!streets || !profile) return null
    // Who walks freely has no limits; the others' own outweigh those of their kind.
    const limits = kind === 'walker' ? profile.limits : { ...profile.limits, ...own.limits }
    return new Network(streets, { ...profile, limits }, laidOver(streets, reported.data?.items ?? [], now))
  }, [streets, asked.data, kind, own.limits, reported.data, now])
  const free = useMemo(() => {
    const walker = asked.data?.profiles.find((one) => one.id === 'walker') as Profile | undefined
    return streets && walker ? new Network(streets, walker) : null
  }, [streets, asked.data])
  const found = useMemo(
    () => (network && free && start && end ? waysOf(network, free, start, end) : null),
    [network, free, start, end],
  )

  return { asked, reported, kind, found, network, attributions: asked.data?.attributions ?? [] }
}
