import { useTranslation } from 'react-i18next'
import type { Place } from '~/api/types'
import { Card } from '~/design/Card/Card'

/** The opening hours of the week; the first day is today's. */
export function Hours({ place }: { place: Place }) {
  const { t } = useTranslation('places')
  return (
    <Card as="section">
      <h2>{t('place.hours')}</h2>
      {place.week.length > 0 ? (
        <dl className="week">
          {place.week.map(({ day, text }) => (
            <div key={day}>
              <dt>{day}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <p>
          {t('place.hoursUnknown')} {place.phone ? t('place.hoursPhone') : ''}
        </p>
      )}
    </Card>
  )
}
