import { useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { useAsk } from '~/api/useAsk'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { Button, ButtonLink } from '~/design/Button/Button'
import { TextField } from '~/design/Field/Field'
import { deskPlaces } from '~/features/desk/ask'
import { Answered } from '~/features/desk/frame/Answered'
import { Panes } from '~/features/desk/frame/Panes'
import { overlays } from './ask'
import { Disclosure } from '~/design/Disclosure/Disclosure'
import { Bulk } from './Bulk'
import { NewOverlay, OverlaySubject } from './OverlaySubject'
import './desk.css'

const hrefOf = (id: string) => `/desk/overlays/${encodeURIComponent(id)}`

/** What the city says over places: drafts first seen by editors alone, then by everybody. */
export default function OverlaysPage() {
  const { t } = useTranslation(['places_desk', 'places'])
  const [location] = useLocation()
  const current = location.split('/')[3]
  const asked = useAsk('desk overlays', overlays)
  const [typed, setTyped] = useState('')
  const [query, setQuery] = useState('')
  const found = useAsk(query ? `desk places ${query}` : null, () => deskPlaces(query, ''))
  const search = (event: SubmitEvent) => {
    event.preventDefault()
    setQuery(typed.trim())
  }
  const lines = query
    ? (found.data?.items ?? []).map((place) => ({
        id: place.id,
        href: hrefOf(place.id),
        title: place.name,
        text: place.address ?? place.source,
      }))
    : (asked.data?.items ?? []).map((edit) => ({
        id: edit.id,
        href: hrefOf(edit.id),
        title: edit.name,
        text: t(`state.${edit.state}`),
      }))
  return (
    <Panes
      problem={asked.problem}
      title={t('title')}
      above={
        <>
          <form role="search" className="desk__filters" onSubmit={search}>
            <TextField type="search" label={t('search')} autoComplete="off" value={typed} onChange={setTyped} />
            <Button type="submit" kind="secondary">
              {t('find')}
            </Button>
          </form>
          <ButtonLink kind="secondary" href="/desk/overlays/new">
            {t('new.title')}
          </ButtonLink>
          <Disclosure summary={t('bulk.title')}>
            <Bulk done={asked.again} />
          </Disclosure>
          <ButtonLink kind="quiet" href="/api/v1/desk/totem-sheet">
            {t('sheet')}
          </ButtonLink>
        </>
      }
      lines={lines}
      none={
        <Answered asked={asked}>{() => <EmptyState title={t('none.title')}>{t('none.text')}</EmptyState>}</Answered>
      }
      current={current ? decodeURIComponent(current) : null}
    >
      {current === 'new' ? <NewOverlay list="/desk/overlays" changed={asked.again} /> : null}
      {current && current !== 'new' ? (
        <OverlaySubject key={current} id={decodeURIComponent(current)} list="/desk/overlays" changed={asked.again} />
      ) : null}
    </Panes>
  )
}
