import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { EventCard } from '~/api/types'
import { Card, Chip } from '~/design/Card/Card'
import { eventHref } from '../placeHref'
import { useSpan } from '../useSpan'

/** What happens at a place in the next days, in the city's own time. */
export function Events({ events }: { events: EventCard[] }) {
  const { t } = useTranslation('places')
  const span = useSpan()
  if (events.length === 0) return null
  return (
    <Card as="section" className="events">
      <h2>{t('place.events')}</h2>
      <ul>
        {events.map((event) => (
          <li key={`${event.id} ${event.starts}`} id={`event-${event.id}`}>
            <Chip tone="lake">{span(event)}</Chip>
            <h3>
              <Link href={eventHref(event.id)}>{event.title}</Link>
            </h3>
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
