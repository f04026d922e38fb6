import { useMemo } from 'react'
import { cellAt } from '~/offline/packs'
import { PackCard } from '../pack/PackCard'
import type { Trail } from './useTrails'

/** Keep a trail on the phone: the squares in which its stops lie, and by choice their pictures and sounds. */
export function KeepTrail({ trail }: { trail: Trail }) {
  const cells = useMemo(
    () => [...new Set(trail.stops.map((stop) => cellAt({ lat: stop.at[0]!, lon: stop.at[1]! })))],
    [trail],
  )
  return <PackCard cells={cells} of="trail" />
}
