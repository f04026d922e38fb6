import { useMemo } from 'react'
import type { Needs } from '~/geo/now'
import { useNeeds } from './needs'
import { useOwnLimits } from './useOwnLimits'

/** What somebody needs of a way in: what she set on this phone, and else what she told the city of herself. */
export function useMyNeeds(): Needs {
  const set = useNeeds()
  const { profile, limits } = useOwnLimits()
  return useMemo(() => {
    const { kerb_cm_max, incline_pct_max, width_cm_min } = limits
    const all: Needs = { ...set }
    if (profile === 'wheelchair' && set.step_free === undefined) all.step_free = true
    if (kerb_cm_max !== undefined) all.kerb_cm_max = kerb_cm_max
    if (incline_pct_max !== undefined) all.incline_pct_max = incline_pct_max
    if (width_cm_min !== undefined) all.width_cm_min = width_cm_min
    return all
  }, [set, profile, limits])
}
