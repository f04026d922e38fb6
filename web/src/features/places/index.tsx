import { CloudOff, MapPinOff } from 'lucide-react'
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'wouter'
import { useMedia } from '~/app/useMedia'
import { useNow } from '~/app/useNow'
import { useHere } from '~/app/session'
import { Button, ButtonLink } from '~/design/Button/Button'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { KeptAt } from '~/design/KeptAt/KeptAt'
import { Notice } from '~/design/Notice/Notice'
import { Page } from '~/design/Page/Page'
import { Segmented } from '~/design/Segmented/Segmented'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { location } from '~/geo/position'
import { neighbourhood } from '~/offline/packs'
import { Sensed } from './faces/Sensed'
import { useLikes } from './faces/useLiking'
import { FilterBar } from './filters/FilterBar'
import { keepFilters, keptFilters, NO_FILTERS, type Filters } from './filters/filters'
import { byTaste } from './list/byTaste'
import { PlaceList } from './list/PlaceList'
import { MapFailed } from './map/MapFailed'
import { NeedsPanel } from './needs/NeedsPanel'
import { PackCard } from './pack/PackCard'
import { PositionLine } from './PositionLine'
import { Sources } from './Sources'
import { usePlaces } from './usePlaces'
import './Around.css'

const MapFace = lazy(() => import('./map/MapFace').catch(() => ({ default: MapFailed })))

type Face = 'list' | 'map' | 'camera' | 'listen'
const FACES: Face[] = ['list', 'map', 'camera', 'listen']

/** What is around: as a list, on a map, over the camera, in the ear. The address holds the face and the chosen place. */
export default function Around() {
  // The words of all faces come with the page: fetched by the first row, they would hide the page for a moment.
  const { t } = useTranslation(['places', 'places_live'])
  const { cityAsked } = useHere()
  const [filters, setFilters] = useState<Filters>(keptFilters)
  const [search, setSearch] = useSearchParams()
  const wide = useMedia('(width >= 75rem)')
  const likes = useLikes()
  const now = useNow()
  const { held, items: nearest, exact, from, accuracy_m, attributions, total, searching, fromPack } = usePlaces(filters)
  const items = useMemo(
    () => (nearest && filters.liked && likes.size > 0 ? byTaste(nearest, likes, now) : nearest),
    [nearest, filters.liked, likes, now],
  )
  const asked = FACES.find((one) => one === search.get('as')) ?? 'list'
  const face = wide && asked === 'map' ? 'list' : asked
  const sensed = face === 'camera' || face === 'listen' ? face : null
  const selected = search.get('at')

  useEffect(() => void location.resume(), [])
  useEffect(() => keepFilters(filters), [filters])

  const note = useCallback(
    (name: 'as' | 'at', value: string | null) => {
      const change = (last: URLSearchParams) => {
        if (value === null) last.delete(name)
        else last.set(name, value)
        return last
      }
      setSearch(change, { replace: true })
    },
    [setSearch],
  )
  const select = useCallback((id: string | null) => note('at', id), [note])

  const problem = fromPack ? null : (held.problem ?? (cityAsked.data ? null : cityAsked.problem))
  const list =
    items && items.length > 0 ? (
      <PlaceList items={items} selected={selected} hoursAsked={filters.openNow} onSelect={select} />
    ) : items && !searching ? (
      <EmptyState
        icon={<MapPinOff aria-hidden="true" />}
        title={t('around.none')}
        action={
          <Button kind="secondary" onClick={() => setFilters(NO_FILTERS)}>
            {t('around.clear')}
          </Button>
        }
      >
        <p>{t('around.noneNext')}</p>
      </EmptyState>
    ) : null

  const choosing = (
    <>
      <FilterBar filters={filters} likes={likes.size > 0} onChange={setFilters} />
      <NeedsPanel />
    </>
  )

  return (
    <Page title={t('around.title')} width="wide">
      <div className="around" data-face={sensed ?? (wide ? 'both' : face)}>
        <div className="around__controls">
          {sensed ? null : <PositionLine />}
          <Segmented<Face>
            label={t('around.show')}
            value={face}
            onChange={(value) => note('as', value === 'list' ? null : value)}
            options={FACES.filter((value) => !wide || value !== 'map').map((value) => ({
              value,
              label: t(wide && value === 'list' ? 'around.listAndMap' : `around.${value}`),
            }))}
          />
          {sensed ? null : choosing}
          <KeptAt at={held.keptAt} />
          {fromPack ? (
            <Notice role="status" icon={<CloudOff aria-hidden="true" size={20} />}>
              {t('pack.using')}
            </Notice>
          ) : null}
          {problem ? <Trouble problem={problem} again={held.problem ? held.again : cityAsked.again} /> : null}
          {items ? (
            <p role="status" className={sensed ? 'ams-visually-hidden' : 'around__count'}>
              {searching
                ? t('around.searching')
                : total > items.length
                  ? t('around.nearest', { count: items.length, total })
                  : t('around.count', { count: items.length })}
            </p>
          ) : null}
        </div>
        {!problem && !items ? <Skeleton shape="row" rows={6} label={t('around.loading')} /> : null}
        {sensed && items && from ? (
          <Sensed
            face={sensed}
            items={items}
            here={from}
            accuracy_m={accuracy_m}
            selected={selected}
            onSelect={select}
          />
        ) : null}
        {!sensed && (wide || face === 'list') ? <div className="around__list">{list}</div> : null}
        {!sensed && (wide || face === 'map') && items ? (
          <div className="around__map">
            <Suspense fallback={<Skeleton rows={1} label={t('map.loading')} />}>
              <MapFace
                items={items}
                selected={selected}
                onSelect={select}
                here={exact ? from : null}
                sources={attributions}
              />
            </Suspense>
          </div>
        ) : null}
        {sensed ? (
          <div className="around__controls">
            {choosing}
            <PositionLine />
          </div>
        ) : null}
        <ButtonLink kind="secondary" href="/trails">
          {t('around.trails')}
        </ButtonLink>
        {from ? <PackCard cells={neighbourhood(from)} of="around" /> : null}
        <p className="sources">{t('around.stays')}</p>
        <ButtonLink kind="quiet" href="/counted">
          {t('counted.link')}
        </ButtonLink>
        <Sources sources={attributions} />
      </div>
    </Page>
  )
}
