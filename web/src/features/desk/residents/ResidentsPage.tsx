import { useTranslation } from 'react-i18next'
import { Problem } from '~/api/problem'
import { useAsk } from '~/api/useAsk'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { findResidents } from '../ask'
import { Answered } from '../frame/Answered'
import { RefusedPage } from '../frame/Elsewhere'
import { Panes } from '../frame/Panes'
import { SearchHead, useSearch } from '../frame/SearchHead'
import { ReasonForm, useReason } from './reason'
import { ResidentSubject } from './ResidentSubject'

/** Residents, found by name: the reason first, then the search, then one of those found. */
export function ResidentsPage({ current, mine }: { current: string | null; mine: boolean }) {
  const { t } = useTranslation('desk')
  const { reason } = useReason()
  const search = useSearch()
  const { query } = search
  const asked = useAsk(reason && query ? `found ${reason} ${query}` : null, () => findResidents(query, reason))
  const refused = mine ? null : new Problem({ status: 403 })

  // The reason comes before any question to the server, so whose desk this is must be known from the menu.
  if (refused) return <RefusedPage title={t('residents.title')} problem={refused} />
  if (!reason) return <ReasonForm />

  const found = asked.data ?? []

  return (
    <Panes
      problem={asked.problem}
      title={t('residents.title')}
      above={
        <SearchHead
          search={search}
          label={t('residents.label')}
          hint={t('residents.hint')}
          short={t('residents.short')}
          go={t('residents.go')}
          found={asked.data ? t('residents.found', { count: found.length }) : ''}
        />
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
