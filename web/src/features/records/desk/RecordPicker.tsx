import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import { Button } from '~/design/Button/Button'
import { TextField } from '~/design/Field/Field'
import { findRecords, type RecordLine, type RecordType } from './ask'

interface Props {
  type: RecordType
  /** The record that the others are joined with: it is not offered. */
  but: string
  chosen: RecordLine[]
  onChange: (chosen: RecordLine[]) => void
}

/** Chooses other records of a type that are in force, by their words. */
export function RecordPicker({ type, but, chosen, onChange }: Props) {
  const { t } = useTranslation('records_desk')
  const [typed, setTyped] = useState('')
  const [query, setQuery] = useState('')
  const asked = useAsk(query ? `records ${type.id} ${query}` : null, () => findRecords(query, type.id))
  const found = (asked.data ?? []).filter(({ id, valid }) => valid && id !== but && !chosen.some((one) => one.id === id))
  return (
    <fieldset className="records-desk__parties">
      <legend>{t('division.others')}</legend>
      {chosen.length > 0 ? (
        <ul className="records-desk__lines">
          {chosen.map((one) => (
            <li key={one.id}>
              {one.title}{' '}
              <Button kind="quiet" onClick={() => onChange(chosen.filter(({ id }) => id !== one.id))}>
                {t('holders.remove', { name: one.title })}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="records-desk__party">
        <TextField type="search" label={t('division.search')} autoComplete="off" value={typed} onChange={setTyped} />
        <Button kind="secondary" onClick={() => setQuery(typed.trim())} disabled={typed.trim().length < 3}>
          {t('division.go')}
        </Button>
      </div>
      <p role="status" className="desk__small">
        {asked.problem ? asked.problem.detail : asked.data ? t('search.found', { count: found.length }) : ''}
      </p>
      <ul className="records-desk__lines">
        {found.map((one) => (
          <li key={one.id}>
            <Button kind="quiet" onClick={() => onChange([...chosen, one])}>
              {t('holders.choose', { name: one.title })}
            </Button>
          </li>
        ))}
      </ul>
    </fieldset>
  )
}
