import { useRef, useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import { Button, ButtonLink } from '~/design/Button/Button'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { TextField } from '~/design/Field/Field'
import { Answered } from '~/features/desk/frame/Answered'
import { Panes } from '~/features/desk/frame/Panes'
import { ReasonForm, useReason } from '~/features/desk/residents/reason'
import { useShortcuts } from '~/features/desk/shortcuts'
import { findRecords, recordTypes } from './ask'
import { RecordSubject } from './RecordSubject'

/** Records, found by a plate, a parcel, a number or a name: the reason first, for their holders will read it. */
export function RecordsPage({ current }: { current: string | null }) {
  const { t } = useTranslation('records_desk')
  const { reason, setReason } = useReason()
  const [typed, setTyped] = useState('')
  const [query, setQuery] = useState('')
  const [short, setShort] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const asked = useAsk(query ? `records ${query}` : null, () => findRecords(query))
  const types = useAsk('record types', recordTypes)
  useShortcuts({ search: () => field.current?.focus() })
  if (!reason) return <ReasonForm />

  const search = (event: SubmitEvent) => {
    event.preventDefault()
    const enough = typed.replaceAll(/\s/g, '').length >= 3
    setShort(!enough)
    if (enough) setQuery(typed.trim())
  }
  const found = asked.data ?? []
  const enterable = types.data?.types.filter((type) => type.may_enter) ?? []

  return (
    <Panes
      problem={types.problem}
      title={t('title')}
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
              label={t('search.label')}
              hint={t('search.hint')}
              error={short ? t('search.short') : null}
              autoComplete="off"
              value={typed}
              onChange={setTyped}
            />
            <Button type="submit">{t('search.go')}</Button>
          </form>
          <p role="status" className="desk__small">
            {asked.data ? t('search.found', { count: found.length }) : ''}
          </p>
        </>
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
