import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '~/design/Button/Button'
import { useMyNeeds } from '../needs/useMyNeeds'
import type { Near } from '../usePlaces'
import { PlaceRow } from './PlaceRow'

/** How many places are drawn at first, and added each time one asks for more. */
const STEP = 40

interface Props {
  items: Near[]
  selected: string | null
  hoursAsked: boolean
  onSelect: (id: string) => void
}

/** The places, nearest first: the twin of the map. */
export function PlaceList({ items, selected, hoursAsked, onSelect }: Props) {
  const { t } = useTranslation('places')
  const needs = useMyNeeds()
  const at = selected ? items.findIndex((near) => near.place.id === selected) : -1
  const [shown, setShown] = useState(() => Math.max(STEP, Math.ceil((at + 1) / STEP) * STEP))
  const list = useRef<HTMLUListElement>(null)
  const drawn = items.slice(0, Math.max(shown, at + 1))

  useEffect(() => {
    if (selected) document.getElementById(`place-${selected}`)?.scrollIntoView({ block: 'nearest' })
  }, [selected])

  const more = () => {
    const first = drawn.length
    setShown(first + STEP)
    requestAnimationFrame(() => list.current?.children[first]?.querySelector('a')?.focus())
  }

  return (
    <>
      <p className="ams-visually-hidden">{t('way.clockIs')}</p>
      <ul className="rows" ref={list}>
        {drawn.map((near) => (
          <PlaceRow
            key={near.place.id}
            near={near}
            needs={needs}
            current={near.place.id === selected}
            hoursAsked={hoursAsked}
            onOpen={() => onSelect(near.place.id)}
          />
        ))}
      </ul>
      {drawn.length < items.length ? (
        <Button kind="secondary" onClick={more}>
          {t('around.more')}
        </Button>
      ) : null}
    </>
  )
}
