import { TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { api, ask } from '~/api/client'
import type { paths } from '~/api/schema'
import type { Place } from '~/api/types'
import { useAsk } from '~/api/useAsk'
import { localeOf } from '~/app/i18n'
import { useHere } from '~/app/session'
import { Card } from '~/design/Card/Card'
import { Notice } from '~/design/Notice/Notice'
import { LiveAge, LiveText } from './LiveText'
import { useEveryMinute, useLive } from './useLive'
import './Live.css'

type Board = paths['/api/v1/places/{id}/departures']['get']['responses']['200']['content']['application/json']
type Departure = Board['items'][number]
const STOPS = new Set(['bus_stop', 'train_station'])
const SHOWN = 8

/** What is so only now at a place: what leaves a stop, what is free at a station or a car park. */
export function Live({ place }: { place: Pick<Place, 'id' | 'category'> }) {
  return STOPS.has(place.category) ? <Departures id={place.id} /> : <Spot id={place.id} />
}

function Spot({ id }: { id: string }) {
  const { t } = useTranslation('places_live')
  const { byPlace, feeds } = useLive()
  const spot = byPlace.get(id)
  if (!spot) return null
  return (
    <Card as="section">
      <h2>{t('now')}</h2>
      <p className="live__large">
        <LiveText spot={spot} />
      </p>
      <LiveAge feed={feeds.find((feed) => feed.id === spot.feed)} />
    </Card>
  )
}

/** The next departures of a stop, with delays and cancellations said in words. */
export function Departures({ id }: { id: string }) {
  const { t } = useTranslation('places_live')
  const query = { minutes: 180 }
  const asked = useAsk(`departures ${id}`, () =>
    ask(api.GET('/api/v1/places/{id}/departures', { params: { path: { id }, query } })),
  )
  useEveryMinute(asked.again)
  const board = asked.data
  if (!board) return null
  return (
    <Card as="section">
      <h2>{t('departures')}</h2>
      {board.alerts.map((alert) => (
        <Notice key={alert.title} tone="warm" title={alert.title} icon={<TriangleAlert aria-hidden="true" size={20} />}>
          {[alert.lines.length > 0 ? t('lines', { count: alert.lines.length, lines: alert.lines.join(', ') }) : '', alert.text]
            .filter(Boolean)
            .join(' ')}
        </Notice>
      ))}
      {board.items.length === 0 ? <p>{t('none')}</p> : null}
      <ol className="departures">
        {board.items.slice(0, SHOWN).map((one, i) => (
          <Leaving key={i} one={one} />
        ))}
      </ol>
      {board.live.map((feed) => (
        <LiveAge key={feed.id} feed={feed} />
      ))}
      {board.live.length === 0 && board.items.length > 0 ? <p className="place__small">{t('planned')}</p> : null}
    </Card>
  )
}

function Leaving({ one }: { one: Departure }) {
  const { t, i18n } = useTranslation('places_live')
  const { city } = useHere()
  const zone = city?.time_zone
  const clock = (moment: number) =>
    new Date(moment).toLocaleTimeString(localeOf(i18n.language), { hour: '2-digit', minute: '2-digit', timeZone: zone })
  const planned = new Date(one.at).getTime()
  const late = Math.round((one.late_s ?? 0) / 60)
  const how = one.cancelled ? t('cancelled') : late >= 1 ? t('late', { count: late }) : one.late_s === null ? '' : t('onTime')
  const ramp = one.wheelchair === true ? t('ramp') : one.wheelchair === false ? t('noRamp') : t('rampUnknown')
  return (
    <li data-cancelled={one.cancelled || undefined}>
      <span className="departures__time">
        {late >= 1 && !one.cancelled ? <s aria-hidden="true">{clock(planned)}</s> : null}
        {clock(planned + (one.cancelled ? 0 : late * 60_000))}
      </span>
      <span>
        <strong>{t('line', { line: one.line })}</strong> {t('towards', { headsign: one.headsign })}
        <span className="departures__how">{[how, ramp].filter(Boolean).join(' · ')}</span>
      </span>
    </li>
  )
}
