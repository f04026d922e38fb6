import { lazy, Suspense, useMemo, useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api, ask } from '~/api/client'
import type { PlaceCard } from '~/api/types'
import { useAsk } from '~/api/useAsk'
import { useHere } from '~/app/session'
import { Button } from '~/design/Button/Button'
import { TextField } from '~/design/Field/Field'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { deskPlaces } from '~/features/desk/ask'
import { useKinds, type Near } from '~/features/places/usePlaces'

const MapFace = lazy(() => import('~/features/places/map/MapFace'))
const AROUND = 300
const FOUND_SHOWN = 12

interface Props {
  /** The places that are stops already, in their order: the map shows them too. */
  taken: string[]
  onAdd: (place: PlaceCard) => void
}

/** Choose a place that the city has: pressed on the map, or found by its name. */
export function AddStop({ taken, onAdd }: Props) {
  const { t } = useTranslation('places_desk')
  const { city } = useHere()
  const kinds = useKinds()
  const [typed, setTyped] = useState('')
  const [query, setQuery] = useState('')
  const [selected, setSelected] = useState<string | null>(null)
  const near = city ? city.centre.join(',') : null
  const around = useAsk(near && `places ${near} ${AROUND}`, () =>
    ask(api.GET('/api/v1/places', { params: { query: { near: near!, limit: AROUND } } })),
  )
  const found = useAsk(query ? `desk places ${query}` : null, () => deskPlaces(query, ''))
  const cards = (query ? found.data?.items : around.data?.items) as PlaceCard[] | undefined
  const items = useMemo(
    () => (cards ?? []).map((place): Near => ({ place, kind: kinds.get(place.category), distance_m: 0, bearing_deg: 0 })),
    [cards, kinds],
  )
  const chosen = cards?.find((place) => place.id === selected)
  const search = (event: SubmitEvent) => {
    event.preventDefault()
    setSelected(null)
    setQuery(typed.trim())
  }
  return (
    <section className="overlay-form" aria-labelledby="trail-add">
      <h2 id="trail-add">{t('trail.add')}</h2>
      <p className="overlay-hint">{t('trail.addHint')}</p>
      <form role="search" className="desk__filters" onSubmit={search}>
        <TextField type="search" label={t('trail.find')} autoComplete="off" value={typed} onChange={setTyped} />
        <Button type="submit" kind="secondary">
          {t('find')}
        </Button>
      </form>
      {query && found.data ? (
        <ul className="trail-found">
          {found.data.items.slice(0, FOUND_SHOWN).map((place) => (
            <li key={place.id}>
              <Button kind="secondary" onClick={() => onAdd(place)}>
                {t(taken.includes(place.id) ? 'trail.addAgain' : 'trail.addThis', { name: place.name })}
              </Button>{' '}
              {place.address}
            </li>
          ))}
          {found.data.items.length === 0 ? <li>{t('trail.nothingFound')}</li> : null}
        </ul>
      ) : null}
      <div className="overlay-map">
        <Suspense fallback={<Skeleton rows={1} label={t('trail.add')} />}>
          <MapFace moving={false} items={items} selected={selected} onSelect={setSelected} here={null} sources={[]} />
        </Suspense>
      </div>
      <div role="status">
        {chosen ? <Button onClick={() => onAdd(chosen)}>{t('trail.addThis', { name: chosen.name })}</Button> : null}
      </div>
    </section>
  )
}
