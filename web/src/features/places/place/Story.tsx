import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Place } from '~/api/types'
import { localeOf } from '~/app/i18n'
import { Button, ButtonLink } from '~/design/Button/Button'
import { Card } from '~/design/Card/Card'
import { reportHref } from '../placeHref'

const Panorama = lazy(() => import('../panorama/Panorama'))

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

function Medium({ item }: { item: Place['media'][number] }) {
  const { t } = useTranslation('places')
  return (
    <figure className="place__medium">
      {item.kind === 'panorama' ? (
        <AllAround item={item} />
      ) : item.kind === 'image' ? (
        <img src={item.url} alt={item.alternative} loading="lazy" />
      ) : item.kind === 'audio' ? (
        <audio controls preload="none" src={item.url} aria-label={item.alternative}>
          <track kind="captions" src={`${item.url}.vtt`} />
        </audio>
      ) : (
        <video controls preload="none" src={item.url} aria-label={item.alternative}>
          <track kind="captions" src={`${item.url}.vtt`} />
        </video>
      )}
      <figcaption>{t('story.by', { creator: item.creator, licence: item.licence })}</figcaption>
      {item.transcript ? (
        <details>
          <summary>{t('story.transcript')}</summary>
          <p>{item.transcript}</p>
        </details>
      ) : null}
    </figure>
  )
}

/** A picture all around: flat until somebody wants to turn in it, for that is fetched only then. */
function AllAround({ item }: { item: Place['media'][number] }) {
  const { t } = useTranslation('places')
  const [opened, setOpened] = useState(false)
  const flat = <img src={item.url} alt={item.alternative} loading="lazy" />
  if (opened) {
    return (
      <Suspense fallback={flat}>
        <Panorama url={item.url} alternative={item.alternative} />
      </Suspense>
    )
  }
  return (
    <>
      {flat}
      <Button kind="secondary" onClick={() => setOpened(true)}>
        {t('panorama.open')}
      </Button>
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
