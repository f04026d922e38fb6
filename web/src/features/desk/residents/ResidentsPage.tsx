import { useRef, useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '~/api/problem'
import { useAsk } from '~/api/useAsk'
import { Button } from '~/design/Button/Button'
import { TextField } from '~/design/Field/Field'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { findResidents } from '../ask'
import { Answered } from '../frame/Answered'
import { RefusedPage } from '../frame/Elsewhere'
import { Panes } from '../frame/Panes'
import { useShortcuts } from '../shortcuts'
import { ReasonForm, useReason } from './reason'
import { ResidentSubject } from './ResidentSubject'

/** Residents, found by name: the reason first, then the search, then one of those found. */
export function ResidentsPage({ current, mine }: { current: string | null; mine: boolean }) {
  const { t } = useTranslation('desk')
  const { reason, setReason } = useReason()
  const [typed, setTyped] = useState('')
  const [query, setQuery] = useState('')
  const [short, setShort] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const asked = useAsk(reason && query ? `found ${reason} ${query}` : null, () => findResidents(query, reason))
  const refused = mine ? null : new Problem({ status: 403 })
  useShortcuts({ search: () => field.current?.focus() })

  // The reason comes before any question to the server, so whose desk this is must be known from the menu.
  if (refused) return <RefusedPage title={t('residents.title')} problem={refused} />
  if (!reason) return <ReasonForm />

  const search = (event: SubmitEvent) => {
    event.preventDefault()
    const enough = typed.replaceAll(/\s/g, '').length >= 3
    setShort(!enough)
    if (enough) setQuery(typed.trim())
  }
  const found = asked.data ?? []

  return (
    <Panes
      problem={asked.problem}
      title={t('residents.title')}
      above={
        <>
          <p className="desk__reason">
            {t('reason.is', { reason })}{' '}
            <button type="button" className="desk__link" onClick={() => setReason('')}>
              {t('reason.change')}
            </button>
          </p>
          <form className="desk__search" role="search" onSubmit={search} noValidate>
            <TextField
              ref={field}
              type="search"
              label={t('residents.label')}
              hint={t('residents.hint')}
              error={short ? t('residents.short') : null}
              autoComplete="off"
              value={typed}
              onChange={setTyped}
            />
            <Button type="submit">{t('residents.go')}</Button>
          </form>
          <p role="status" className="desk__small">
            {asked.data ? t('residents.found', { count: found.length }) : ''}
          </p>
        </>
      }
      lines={found.map((one) => ({
        id: one.id,
        href: `/desk/residents/${one.id}`,
        title: one.name,
        text: [one.birth_text ? t('residents.born', { date: one.birth_text }) : '', one.street ?? '']
          .filter(Boolean)
          .join(' · '),
      }))}
      none={
        query ? (
          <Answered asked={asked}>
            {() => <EmptyState title={t('residents.none.title')}>{t('residents.none.text')}</EmptyState>}
          </Answered>
        ) : (
          <EmptyState title={t('residents.before.title')}>{t('residents.before.text')}</EmptyState>
        )
      }
      current={current}
      keys={['search']}
    >
      {current ? <ResidentSubject key={current} id={current} reason={reason} /> : null}
    </Panes>
  )
}
