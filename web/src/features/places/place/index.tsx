import { ArrowLeft, CloudOff, Globe, Phone, TriangleAlert } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'wouter'
import { api, ask } from '~/api/client'
import type { Place } from '~/api/types'
import { useAsk } from '~/api/useAsk'
import { ButtonLink } from '~/design/Button/Button'
import { Card } from '~/design/Card/Card'
import { KeptAt } from '~/design/KeptAt/KeptAt'
import { Notice } from '~/design/Notice/Notice'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { bearing_deg, distance_m } from '~/geo/geo'
import { KindIcon } from '../KindIcon'
import { reportHref } from '../placeHref'
import { OpenText } from '../list/PlaceRow'
import { useFrom, useHeldPlace, useKinds, type Near } from '../usePlaces'
import { Live } from '../live/Live'
import { useCounted } from '../counted/useCounted'
import { Entrance } from './Entrance'
import { Events } from './Events'
import { Hours } from './Hours'
import { More } from './More'
import { Origin } from './Origin'
import { Where } from './Where'
import { Story } from './Story'
import './Place.css'

/** All that is known of one place. */
export default function PlacePage() {
  const { '*': id = '' } = useParams<{ '*': string }>()
  const { t } = useTranslation('places')
  const asked = useAsk(`place ${id}`, () => ask(api.GET('/api/v1/places/{id}', { params: { path: { id } } })))
  const held = useHeldPlace(id, Boolean(asked.problem?.offline))
  const place = asked.data ?? held
  useCounted('overlay', asked.data?.story && !asked.keptAt ? asked.data.id : null)

  return (
    <Page
      title={place?.name ?? (asked.problem ? asked.problem.title || t('place.missing') : t('place.loading'))}
      above={
        <Link href="/around" className="place__back">
          <ArrowLeft aria-hidden="true" size={18} />
          {t('place.back')}
        </Link>
      }
      width="wide"
    >
      <KeptAt at={asked.keptAt} />
      {asked.problem && held ? (
        <Notice role="status" icon={<CloudOff aria-hidden="true" size={20} />}>
          {t('place.fromList')}
        </Notice>
      ) : null}
      {asked.problem && !held ? <Trouble problem={asked.problem} again={asked.again} /> : null}
      {!place && !asked.problem ? <Skeleton label={t('place.loading')} /> : null}
      {place ? <Details place={place} fromList={!asked.data} /> : null}
    </Page>
  )
}

function Details({ place, fromList }: { place: Place; fromList: boolean }) {
  const { t } = useTranslation(['places', 'places_live'])
  const { from } = useFrom()
  const kinds = useKinds()
  const kind = kinds.get(place.category)
  const near = useMemo((): Near => {
    const card = { ...place, source: place.source.name }
    const start = from ?? place
    return { place: card, kind, distance_m: distance_m(start, place), bearing_deg: bearing_deg(start, place) }
  }, [place, kind, from])

  return (
    <div className="place">
      <div className="place__main">
        <p className="place__kind">
          <KindIcon category={place.category} size={20} />
          {kind?.name ?? place.category}
          {place.address && place.address !== place.name ? ` · ${place.address}` : ''}
        </p>
        <p className="place__open">
          <OpenText place={place} unknown />
        </p>
        {place.about ? <p className="place__about">{place.about}</p> : null}
        {fromList ? null : <Live place={place} />}
        <Story place={place} />
        <Entrance place={place} />
        {fromList ? null : <Hours place={place} />}
        {place.text_alternative && !place.story ? (
          <Card as="section">
            <h2>{t('place.alternative')}</h2>
            <p>{place.text_alternative}</p>
          </Card>
        ) : null}
        <Events events={place.events} />
      </div>
      <div className="place__side">
        <Where near={near} source={place.source} />
        <Contact place={place} />
        <More place={place} />
        {place.actions.some((action) => action.kind === 'report') ? null : (
          <ButtonLink kind="quiet" href={reportHref(place)} icon={<TriangleAlert aria-hidden="true" size={18} />}>
            {t('place.report')}
          </ButtonLink>
        )}
        {fromList ? null : <Origin source={place.source} imported_at={place.imported_at} />}
      </div>
    </div>
  )
}

function Contact({ place }: { place: Place }) {
  const { t } = useTranslation('places')
  if (!place.phone && !place.website) return null
  return (
    <Card as="section" className="place__contact">
      <h2>{t('place.contact')}</h2>
      {place.phone ? (
        <ButtonLink
          kind="secondary"
          href={`tel:${place.phone.replace(/[^+\d]/g, '')}`}
          icon={<Phone aria-hidden="true" size={18} />}
        >
          {t('place.call', { phone: place.phone })}
        </ButtonLink>
      ) : null}
      {place.website && /^https?:\/\//.test(place.website) ? (
        <ButtonLink
          kind="secondary"
          href={place.website}
          rel="noreferrer"
          icon={<Globe aria-hidden="true" size={18} />}
        >
          {t('place.website')}
        </ButtonLink>
      ) : null}
    </Card>
  )
}
