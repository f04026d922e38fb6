import { Bus, Footprints } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { api, ask } from '~/api/client'
import type { paths } from '~/api/schema'
import { useAsk } from '~/api/useAsk'
import { localeOf } from '~/app/i18n'
import { useHere } from '~/app/session'
import { useNow } from '~/app/useNow'
import { Card } from '~/design/Card/Card'
import { coarse, type Point } from '~/geo/geo'
import { LiveAge } from '../live/LiveText'
import { useEveryMinute } from '../live/useLive'
import { placeHref, wayHref } from '../placeHref'
import type { Kind } from './walker'

declare module '~/api/types' {
  interface Routes extends Pick<paths, '/api/v1/rides'> {}
}

interface Props {
  id: string
  place: string
  start: Point
  kind: Kind
  /** How many minutes it takes on foot; null where there is no way. */
  onFoot: number | null
}

/** The way by bus or train that arrives first; the city is told the square one starts from, and not the spot. */
export function ByBus({ id, place, start, kind, onFoot }: Props) {
  const { t, i18n } = useTranslation('places_way')
  const { city } = useHere()
  const query = { from: coarse(start), to: id, profile: kind }
  const asked = useAsk(`rides ${JSON.stringify(query)}`, () => ask(api.GET('/api/v1/rides', { params: { query } })))
  useEveryMinute(asked.again)
  const now = useNow()
  const found = asked.data
  if (!found || found.rides.length === 0) return null
  const clock = (moment: string) =>
    new Date(moment).toLocaleTimeString(localeOf(i18n.language), {
      hour: '2-digit',
      minute: '2-digit',
      timeZone: city?.time_zone,
    })
  const rides = found.arrives ? (new Date(found.arrives).getTime() - now.getTime()) / 60_000 : 0
  const minutes = (seconds: number) => Math.max(1, Math.round(seconds / 60))
  return (
    <Card as="section">
      <h2>{t('bus.title')}</h2>
      {onFoot !== null && onFoot <= rides ? <p>{t('bus.sooner')}</p> : null}
      <ol className="way-steps">
        {found.rides.map((ride, i) => (
          <li key={ride.departs} className="way-ride">
            <Bus aria-hidden="true" size={20} />
            <span>
              {i === 0 ? (
                <>
                  {t('bus.walk', { count: minutes(found.walk_first_s) })}{' '}
                  <Link href={wayHref(ride.start.id)}>{ride.start.name}</Link>.{' '}
                </>
              ) : (
                <>
                  {t('bus.change')} <Link href={placeHref(ride.start.id)}>{ride.start.name}</Link>.{' '}
                </>
              )}
              {t('bus.ride', { line: ride.line, headsign: ride.headsign, departs: clock(ride.departs) })}{' '}
              {t('bus.off', { stop: ride.end.name, arrives: clock(ride.arrives) })}{' '}
              {ride.wheelchair === true ? t('bus.ramp') : ride.wheelchair === false ? t('bus.noRamp') : t('bus.rampUnknown')}
            </span>
          </li>
        ))}
        <li>
          <Footprints aria-hidden="true" size={20} />
          <span>
            {t('bus.last', { count: minutes(found.walk_last_s), place, arrives: found.arrives ? clock(found.arrives) : '' })}
          </span>
        </li>
      </ol>
      <p className="place__small">{t('bus.rough')}</p>
      {found.live.map((feed) => (
        <LiveAge key={feed.id} feed={feed} />
      ))}
    </Card>
  )
}
