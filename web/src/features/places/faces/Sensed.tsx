import { Camera, Ear } from 'lucide-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '~/design/Button/Button'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import type { Point } from '~/geo/geo'
import { compass, useHeading } from '~/geo/heading'
import { location } from '~/geo/position'
import type { Near } from '../usePlaces'

const CameraFace = lazy(() => import('../camera/CameraFace'))
const ListenFace = lazy(() => import('../listen/ListenFace'))

interface Props {
  face: 'camera' | 'listen'
  items: Near[]
  here: Point
  accuracy_m: number
  selected: string | null
  onSelect: (id: string | null) => void
}

let begun = false

/** The two faces that need the phone's senses: nothing is asked before somebody presses the button that says so. */
export function Sensed({ face, items, here, accuracy_m, selected, onSelect }: Props) {
  const { t } = useTranslation('places')
  const [ready, setReady] = useState(begun)
  const heading = useHeading()

  useEffect(() => {
    if (!ready) return
    void compass.ask()
    return compass.rest
  }, [ready])

  if (!ready) {
    const Icon = face === 'camera' ? Camera : Ear
    return (
      <EmptyState
        icon={<Icon aria-hidden="true" />}
        title={t(`${face}.intro`)}
        action={
          <Button
            onClick={() => {
              begun = true
              void compass.ask()
              location.ask()
              setReady(true)
            }}
          >
            {t(`${face}.open`)}
          </Button>
        }
      >
        <p>{t(`${face}.introWhy`)}</p>
      </EmptyState>
    )
  }
  const Face = face === 'camera' ? CameraFace : ListenFace
  return (
    <Suspense fallback={<Skeleton rows={1} label={t(`${face}.loading`)} />}>
      <Face items={items} stance={{ here, accuracy_m }} heading={heading} selected={selected} onSelect={onSelect} />
    </Suspense>
  )
}
