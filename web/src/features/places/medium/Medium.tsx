import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Place } from '~/api/types'
import { useOnline } from '~/app/useOnline'
import { Button } from '~/design/Button/Button'
import { useMedium } from '../pack/usePack'
import './Medium.css'

const Panorama = lazy(() => import('../panorama/Panorama'))

type Item = Place['media'][number]

/** A picture, a sound, a film or a panorama: from this phone when it keeps it, and in words where it cannot be had. */
export function Medium({ item }: { item: Item }) {
  const { t } = useTranslation('places')
  const online = useOnline()
  const found = useMedium(item.url)
  const [failed, setFailed] = useState(false) // a browser that believes it has a network may have none
  const lacking = found !== null && !found.kept && (!online || failed)
  return (
    <figure className="medium">
      {lacking ? (
        <>
          <p>{item.alternative}</p>
          <p className="medium__small">{t(`medium.lacking.${item.kind}`)}</p>
        </>
      ) : found ? (
        <Shown item={item} src={found.src} onError={() => setFailed(true)} />
      ) : null}
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

interface ShownProps {
  item: Item
  src: string
  onError: () => void
}

function Shown({ item, src, onError }: ShownProps) {
  const captions = useMedium(`${item.url}.vtt`)
  if (item.kind === 'panorama') return <AllAround item={item} src={src} onError={onError} />
  if (item.kind === 'image') return <img src={src} alt={item.alternative} loading="lazy" onError={onError} />
  const Tag = item.kind
  return (
    <Tag controls preload="none" src={src} aria-label={item.alternative} onError={onError}>
      <track kind="captions" src={captions?.src} />
    </Tag>
  )
}

/** A picture all around: flat until somebody wants to turn in it, for that is fetched only then. */
function AllAround({ item, src, onError }: ShownProps) {
  const { t } = useTranslation('places')
  const [opened, setOpened] = useState(false)
  const flat = <img src={src} alt={item.alternative} loading="lazy" onError={onError} />
  if (opened) {
    return (
      <Suspense fallback={flat}>
        <Panorama url={src} alternative={item.alternative} />
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
