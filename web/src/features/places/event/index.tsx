import { ArrowLeft, CalendarPlus, MapPin } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'wouter'
import { api, ask } from '~/api/client'
import type { Event } from '~/api/types'
import { useAsk } from '~/api/useAsk'
import { ButtonLink } from '~/design/Button/Button'
import { Card, Chip } from '~/design/Card/Card'
import { KeptAt } from '~/design/KeptAt/KeptAt'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { bearing_deg, distance_m } from '~/geo/geo'
import { Entrance } from '../place/Entrance'
import { Origin } from '../place/Origin'
import { Where } from '../place/Where'
import { placeHref } from '../placeHref'
import { useFrom, useKinds, type Near } from '../usePlaces'
import { useSpan } from '../useSpan'
import '../place/Place.css'

/** All that is known of one event: what, when next, where, what it costs, how one gets in. */
export default function EventPage() {
  const { '*': id = '' } = useParams<{ '*': string }>()
  const { t } = useTranslation('places')
  const asked = useAsk(`event ${id}`, () => ask(api.GET('/api/v1/events/{id}', { params: { path: { id } } })))
  const event = asked.data
  return (
    <Page
      title={event?.title ?? (asked.problem ? asked.problem.title || t('event.missing') : t('event.loading'))}
      above={
        <Link href="/" className="place__back">
          <ArrowLeft aria-hidden="true" size={18} />
          {t('event.back')}
        </Link>
      }
      width="wide"
    >
      <KeptAt at={asked.keptAt} />
      {asked.problem ? <Trouble problem={asked.problem} again={asked.again} /> : null}
      {!event && !asked.problem ? <Skeleton label={t('event.loading')} /> : null}
      {event ? <Details event={event} /> : null}
    </Page>
  )
}

function Details({ event }: { event: Event }) {
  const { t } = useTranslation('places')
  const { place } = event
  const facts = [
    event.free ? t('event.free') : t('event.priceUnknown'),
    event.step_free === null ? '' : t(event.step_free ? 'event.stepFree' : 'event.steps'),
  ].filter(Boolean)
  return (
    <div className="place">
      <div className="place__main">
        {place ? (
          <p className="place__kind">
            <MapPin aria-hidden="true" size={20} />
            <span>
              <Link href={placeHref(place.id)}>{place.name}</Link>
              {place.address && place.address !== place.name ? ` · ${place.address}` : ''}
            </span>
          </p>
        ) : null}
        {event.about ? <p className="place__about">{event.about}</p> : null}
        <When event={event} />
        <Card as="section">
          <h2>{t('event.toKnow')}</h2>
          <ul className="entrance__facts">
            {facts.map((fact) => (
              <li key={fact}>{fact}</li>
            ))}
          </ul>
        </Card>
        {place ? <Entrance place={place} /> : null}
      </div>
      <div className="place__side">
        {place ? <Spot place={place} source={event.source} /> : null}
        <Origin source={event.source} imported_at={event.imported_at} />
      </div>
    </div>
  )
}

function When({ event }: { event: Event }) {
  const { t } = useTranslation('places')
  const span = useSpan()
  const [next, ...later] = event.dates
  return (
    <Card as="section" className="events">
      <h2>{t('event.when')}</h2>
      {next ? <Chip tone="lake">{span(next)}</Chip> : <p>{t('event.over')}</p>}
      {later.length > 0 ? (
        <>
          <h3>{t('event.again')}</h3>
          <ul className="events__dates">
            {later.map((date) => (
              <li key={date.starts}>{span(date)}</li>
            ))}
          </ul>
        </>
      ) : null}
      {next ? (
        <div>
          <ButtonLink
            href={event.calendar_url}
            download=""
            icon={<CalendarPlus aria-hidden="true" size={18} />}
          >
            {t(event.repeats ? 'event.calendarAll' : 'event.calendar')}
          </ButtonLink>
        </div>
      ) : null}
    </Card>
  )
}

function Spot({ place, source }: { place: NonNullable<Event['place']>; source: Event['source'] }) {
  const { from } = useFrom()
  const kinds = useKinds()
  const near = useMemo((): Near => {
    const start = from ?? place
    const kind = kinds.get(place.category)
    return { place, kind, distance_m: distance_m(start, place), bearing_deg: bearing_deg(start, place) }
  }, [place, kinds, from])
  return <Where near={near} source={source} />
}
