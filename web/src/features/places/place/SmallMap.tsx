import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Attribution } from '~/api/types'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import type { Point } from '~/geo/geo'
import { MapFailed } from '../map/MapFailed'
import type { Near } from '../usePlaces'

const MapFace = lazy(() => import('../map/MapFace').catch(() => ({ default: MapFailed })))

/** A small map of where a place is, or of the way there, fetched when it comes into sight. */
export function SmallMap({ near, sources, line }: { near: Near; sources: Attribution[]; line?: Point[] }) {
  const { t } = useTranslation('places')
  const element = useRef<HTMLDivElement>(null)
  const [seen, setSeen] = useState(false)

  useEffect(() => {
    const watch = new IntersectionObserver((entries) => entries.some((one) => one.isIntersecting) && setSeen(true))
    if (element.current) watch.observe(element.current)
    return () => watch.disconnect()
  }, [])

  const waiting = <Skeleton rows={1} label={t('map.loading')} />
  return (
    <div ref={element} className="small-map">
      {seen ? (
        <Suspense fallback={waiting}>
          <MapFace
            items={[near]}
            selected={near.place.id}
            here={line?.[0] ?? null}
            sources={sources}
            single={line ? undefined : near}
            line={line}
          />
        </Suspense>
      ) : (
        waiting
      )}
    </div>
  )
}
