import { useMemo } from 'react'
import { api, ask } from '~/api/client'
import type { paths } from '~/api/schema'
import { useAsk } from '~/api/useAsk'
import { useHere } from '~/app/session'
import { useNeeds } from './needs'

declare module '~/api/types' {
  interface Routes extends Pick<paths, '/api/v1/me/limits'> {}
}

/** Somebody's own limits: what she told the city, and over that what she set on this phone. */
export function useOwnLimits(): { profile: string | null; limits: Record<string, number> } {
  const needs = useNeeds()
  const { session } = useHere()
  const told = useAsk(session?.resident ? 'my limits' : null, () => ask(api.GET('/api/v1/me/limits')))
  return useMemo(() => {
    const { kerb_cm_max, incline_pct_max, width_cm_min } = needs
    const here = Object.entries({ kerb_cm_max, incline_pct_max, width_cm_min }).filter(([, limit]) => limit !== undefined)
    const limits: Record<string, number> = { ...told.data?.limits, ...(Object.fromEntries(here) as Record<string, number>) }
    return { profile: needs.step_free ? 'wheelchair' : (told.data?.profile ?? null), limits }
  }, [needs, told.data])
}
