import { useTranslation } from 'react-i18next'
import type { Place } from '~/api/types'
import { localeOf } from '~/app/i18n'
import { ButtonLink } from '~/design/Button/Button'
import { Card } from '~/design/Card/Card'
import { Medium } from '../medium/Medium'
import { reportHref } from '../placeHref'

/** What the city tells on the spot: its story, what there is to see, its media, and what can be begun here. */
export function Story({ place }: { place: Place }) {
  const { t } = useTranslation('places')
  if (!place.story && place.media.length === 0 && place.actions.length === 0) return <Until place={place} />
  return (
    <>
      <Until place={place} />
      {place.story ? (
        <Card as="section" className="place__story">
          <h2>{t('story.title')}</h2>
          {place.audience.length > 0 ? (
            <p className="place__small">
              {t('story.for', { who: place.audience.map((who) => t(`audience.${who}`)).join(', ') })}
            </p>
          ) : null}
          <p>{place.story}</p>
          {place.text_alternative ? (
            <>
              <h3>{t('place.alternative')}</h3>
              <p>{place.text_alternative}</p>
            </>
          ) : null}
        </Card>
      ) : null}
      {place.media.map((item) => (
        <Medium key={item.url} item={item} />
      ))}
      {place.actions.length > 0 ? (
        <Card as="section">
          <h2>{t('story.actions')}</h2>
          <ul className="place__actions">
            {place.actions.map((action) => (
              <li key={action.href}>
                <ButtonLink kind="secondary" href={action.kind === 'report' ? reportHref(place, action.href) : action.href}>
                  {action.name}
                </ButtonLink>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
    </>
  )
}

/** Until when it is shown, where that ends. */
function Until({ place }: { place: Place }) {
  const { t, i18n } = useTranslation('places')
  if (!place.valid_to) return null
  const last = new Date(new Date(place.valid_to).getTime() - 1000)
  const date = last.toLocaleDateString(localeOf(i18n.language), { weekday: 'long', day: 'numeric', month: 'long' })
  return <p className="place__small">{t('story.until', { date })}</p>
}
