import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import { ButtonLink } from '~/design/Button/Button'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { Answered } from '~/features/desk/frame/Answered'
import { Panes } from '~/features/desk/frame/Panes'
import { SearchHead, useSearch } from '~/features/desk/frame/SearchHead'
import { ReasonForm, useReason } from '~/features/desk/residents/reason'
import { findRecords, recordTypes } from './ask'
import { RecordSubject } from './RecordSubject'

/** Records, found by a plate, a parcel, a number or a name: the reason first, for their holders will read it. */
export function RecordsPage({ current }: { current: string | null }) {
  const { t } = useTranslation('records_desk')
  const { reason } = useReason()
  const search = useSearch()
  const { query } = search
  const asked = useAsk(query ? `records ${query}` : null, () => findRecords(query))
  const types = useAsk('record types', recordTypes)
  if (!reason) return <ReasonForm />

  const found = asked.data ?? []
  const enterable = types.data?.types.filter((type) => type.may_enter) ?? []

  return (
    <Panes
      problem={types.problem}
      title={t('title')}
      above={
        <SearchHead
          search={search}
          label={t('search.label')}
          hint={t('search.hint')}
          short={t('search.short')}
          go={t('search.go')}
          found={asked.data ? t('search.found', { count: found.length }) : ''}
        />
      }
      lines={found.map((one) => ({
        id: one.id,
        href: `/desk/records/of/${one.id}`,
        title: one.title,
        text: `${one.type_name} · ${one.status_text}`,
      }))}
      none={
        query ? (
          <Answered asked={asked}>
            {() => <EmptyState title={t('search.none.title')}>{t('search.none.text')}</EmptyState>}
          </Answered>
        ) : (
          <section className="records-desk__new" aria-labelledby="new-title">
            <h3 id="new-title">{enterable.length > 0 ? t('new.title') : t('search.before')}</h3>
            <ul>
              {enterable.map((type) => (
                <li key={type.id}>
                  <ButtonLink kind="quiet" href={`/desk/records/new/${type.id}`}>
                    {type.name}
                  </ButtonLink>
                </li>
              ))}
            </ul>
            {types.data && types.data.offices.length > 0 ? (
              <p className="desk__small">{t('you_sign_for', { offices: types.data.offices.join(', ') })}</p>
            ) : null}
          </section>
        )
      }
      current={current}
      keys={['search']}
    >
      {current ? <RecordSubject key={current} id={current} reason={reason} types={types.data?.types ?? []} /> : null}
    </Panes>
  )
}
