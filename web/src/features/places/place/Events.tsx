import { useTranslation } from 'react-i18next'
import type { EventCard } from '~/api/types'
import { localeOf } from '~/app/i18n'
import { useHere } from '~/app/session'
import { Card, Chip } from '~/design/Card/Card'

/** What happens at a place in the next days, in the city's own time. */
export function Events({ events }: { events: EventCard[] }) {
  const { t, i18n } = useTranslation('places')
  const { city } = useHere()
  if (events.length === 0) return null
  const time = { timeZone: city?.time_zone }
  const when = new Intl.DateTimeFormat(localeOf(i18n.language), {
    ...time,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
  })
  const range = ({ starts, ends }: EventCard) =>
    ends ? when.formatRange(new Date(starts), new Date(ends)) : when.format(new Date(starts))
  return (
    <Card as="section" className="events">
      <h2>{t('place.events')}</h2>
      <ul>
        {events.map((event) => (
          <li key={`${event.id} ${event.starts}`} id={`event-${event.id}`}>
            <Chip tone="lake">{range(event)}</Chip>
            <h3>{event.title}</h3>
            {event.about ? <p>{event.about}</p> : null}
            <p className="place__small">
              {[event.free ? t('place.free') : '', event.step_free ? t('place.stepFree') : '']
                .filter(Boolean)
                .join(' · ')}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  )
}
