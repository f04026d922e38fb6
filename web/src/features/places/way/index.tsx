import { ArrowLeft, CloudOff, LocateFixed } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams, useSearch } from 'wouter'
import { api, ask } from '~/api/client'
import { useAsk } from '~/api/useAsk'
import { useHere } from '~/app/session'
import { Button } from '~/design/Button/Button'
import { SelectField } from '~/design/Field/Field'
import { KeptAt } from '~/design/KeptAt/KeptAt'
import { Notice } from '~/design/Notice/Notice'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { coarse, type Point } from '~/geo/geo'
import { location, usePosition } from '~/geo/position'
import { placeHref } from '../placeHref'
import { useHeldPlace } from '../usePlaces'
import { ByBus } from './ByBus'
import { OnFoot } from './OnFoot'
import { useWays } from './useWays'
import { chooseWalker, KINDS, type Kind } from './walker'
import '../place/Place.css'
import './Way.css'

/** How to get to a place: on foot, found on this phone for this walker. */
export default function WayPage() {
  const { '*': id = '' } = useParams<{ '*': string }>()
  const { t } = useTranslation('places_way')
  const asked = useAsk(`place ${id}`, () => ask(api.GET('/api/v1/places/{id}', { params: { path: { id } } })))
  const held = useHeldPlace(id, Boolean(asked.problem?.offline))
  const place = asked.data ?? held
  const { start, choice, choose, spots } = useStart(id)
  const end = useMemo(() => (place ? { lat: place.lat, lon: place.lon } : null), [place])
  const wantedAs = new URLSearchParams(useSearch()).get('as')
  const ways = useWays(start, end, KINDS.find((kind) => kind === wantedAs) ?? null)
  const onFoot = ways.found?.ways[0]?.minutes ?? null

  return (
    <Page
      title={place ? t('title', { place: place.name }) : t('loading')}
      above={
        <Link href={placeHref(id)} className="place__back">
          <ArrowLeft aria-hidden="true" size={18} />
          {place?.name ?? t('back')}
        </Link>
      }
      width="wide"
    >
      <KeptAt at={ways.asked.keptAt} />
      {asked.problem && !place ? <Trouble problem={asked.problem} again={asked.again} /> : null}
      {ways.asked.problem ? <Trouble problem={ways.asked.problem} again={ways.asked.again} /> : null}
      <div className="way-choices">
        <SelectField label={t('from')} value={choice} onChange={choose} options={spots} />
        <SelectField
          label={t('who')}
          value={ways.kind}
          onChange={(kind) => chooseWalker(kind as Kind)}
          options={KINDS.map((kind) => ({ value: kind, label: t(`walker.${kind}`) }))}
        />
      </div>
      <Whereabouts wanted={choice === HERE} />
      {ways.reported.keptAt ? (
        <Notice role="status" icon={<CloudOff aria-hidden="true" size={20} />}>
          {t('oldReports')}
        </Notice>
      ) : null}
      {place && start && !ways.found && !ways.asked.problem ? <Skeleton label={t('looking')} /> : null}
      {place && ways.found && ways.network ? <OnFoot key={`${choice} ${ways.kind}`} place={place} ways={ways} /> : null}
      {place && start ? <ByBus id={id} place={place.name} start={start} kind={ways.kind} onFoot={onFoot} /> : null}
    </Page>
  )
}

const HERE = 'here'

/** Where one sets out: the phone's position, or a stop, station or car park near by. */
function useStart(to: string) {
  const { t } = useTranslation('places_way')
  const { city } = useHere()
  const position = usePosition()
  const [chosen, choose] = useState<string | null>(null)
  const [lat, lon] = city?.centre ?? []
  const near = lat === undefined || lon === undefined ? null : coarse({ lat, lon })
  const query = { near: near ?? '', category: 'train_station,bus_stop,parking', limit: 60 }
  const stops = useAsk(near && `starts ${near}`, () => ask(api.GET('/api/v1/places', { params: { query } })))
  const known = position.state === 'known' ? position.point : null
  const items = useMemo(() => (stops.data?.items ?? []).filter((stop) => stop.id !== to), [stops.data, to])
  const choice = chosen ?? (known ? HERE : (items[0]?.id ?? HERE))
  const start = useMemo((): Point | null => {
    if (choice === HERE) return known
    const stop = items.find((one) => one.id === choice)
    return stop ? { lat: stop.lat, lon: stop.lon } : null
  }, [choice, known, items])
  const byName = [...items].sort((a, b) => a.name.localeCompare(b.name))
  const spots = [{ value: HERE, label: t('here') }, ...byName.map((stop) => ({ value: stop.id, label: stop.name }))]
  return { start, choice, choose, spots }
}

/** Asks for the position where the way begins there, and says what of it leaves the phone. */
function Whereabouts({ wanted }: { wanted: boolean }) {
  const { t } = useTranslation('places_way')
  const position = usePosition()
  if (!wanted) return null
  if (position.state === 'known') return <p className="place__small">{t('stays')}</p>
  return (
    <Notice role="status" icon={<LocateFixed aria-hidden="true" size={20} />}>
      <p>{position.state === 'asking' ? t('asking') : t('stays')}</p>
      {position.state === 'asking' ? null : <Button onClick={location.ask}>{t('use')}</Button>}
    </Notice>
  )
}
