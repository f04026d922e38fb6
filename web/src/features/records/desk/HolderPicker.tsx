import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import { Button } from '~/design/Button/Button'
import { TextField } from '~/design/Field/Field'
import { findResidents } from '~/features/desk/ask'
import { useReason } from '~/features/desk/residents/reason'

export interface Holder {
  id: string
  name: string
}

interface Props {
  label: string
  chosen: Holder[]
  onChange: (chosen: Holder[]) => void
  error: string | null
}

/** Chooses who is to hold a record among the residents, by name; in the order in which the record names them. */
export function HolderPicker({ label, chosen, onChange, error }: Props) {
  const { t } = useTranslation('records_desk')
  const { reason } = useReason()
  const [typed, setTyped] = useState('')
  const [query, setQuery] = useState('')
  const asked = useAsk(query && reason ? `holders ${reason} ${query}` : null, () => findResidents(query, reason))
  const found = (asked.data ?? []).filter(({ id }) => !chosen.some((one) => one.id === id))

  return (
    <fieldset className="records-desk__parties">
      <legend>{t('holders.title', { label })}</legend>
      {chosen.length > 0 ? (
        <ol className="records-desk__lines">
          {chosen.map((one) => (
            <li key={one.id}>
              {one.name}{' '}
              <Button kind="quiet" onClick={() => onChange(chosen.filter(({ id }) => id !== one.id))}>
                {t('holders.remove', { name: one.name })}
              </Button>
            </li>
          ))}
        </ol>
      ) : null}
      <div className="records-desk__party">
        <TextField
          type="search"
          label={t('holders.search')}
          error={error}
          autoComplete="off"
          value={typed}
          onChange={setTyped}
        />
        <Button kind="secondary" onClick={() => setQuery(typed.trim())} disabled={typed.trim().length < 3}>
          {t('holders.go')}
        </Button>
      </div>
      <p role="status" className="desk__small">
        {asked.problem ? asked.problem.detail : asked.data ? t('holders.found', { count: found.length }) : ''}
      </p>
      <ul className="records-desk__lines">
        {found.map((one) => (
          <li key={one.id}>
            <Button kind="quiet" onClick={() => onChange([...chosen, { id: one.id, name: one.name }])}>
              {t('holders.choose', { name: one.name })}
            </Button>{' '}
            <span className="desk__small">{one.birth_text}</span>
          </li>
        ))}
      </ul>
    </fieldset>
  )
}
