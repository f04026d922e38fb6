import { useRef, useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '~/design/Button/Button'
import { TextField } from '~/design/Field/Field'
import { useReason } from '../residents/reason'
import { useShortcuts } from '../shortcuts'

const LETTERS_MIN = 3

/** A search as it is typed and as it was asked. */
export function useSearch() {
  const [typed, setTyped] = useState('')
  const [query, setQuery] = useState('')
  const [short, setShort] = useState(false)
  const search = (event: SubmitEvent) => {
    event.preventDefault()
    const enough = typed.replaceAll(/\s/g, '').length >= LETTERS_MIN
    setShort(!enough)
    if (enough) setQuery(typed.trim())
  }
  return { typed, setTyped, query, short, search }
}

interface Props {
  search: ReturnType<typeof useSearch>
  label: string
  hint: string
  /** What is said when too little was typed. */
  short: string
  go: string
  /** How many were found; empty before. */
  found: string
}

/** Why one looks, and below it what one looks for: the reason comes before any question. The key S goes to the field. */
export function SearchHead({ search, label, hint, short, go, found }: Props) {
  const { t } = useTranslation('desk')
  const { reason, setReason } = useReason()
  const field = useRef<HTMLInputElement>(null)
  useShortcuts({ search: () => field.current?.focus() })
  return (
    <>
      <p className="desk__reason">
        {t('reason.is', { reason })}{' '}
        <button type="button" className="desk__link" onClick={() => setReason('')}>
          {t('reason.change')}
        </button>
      </p>
      <form className="desk__search" role="search" onSubmit={search.search} noValidate>
        <TextField
          ref={field}
          type="search"
          label={label}
          hint={hint}
          error={search.short ? short : null}
          autoComplete="off"
          value={search.typed}
          onChange={search.setTyped}
        />
        <Button type="submit">{go}</Button>
      </form>
      <p role="status" className="desk__small">
        {found}
      </p>
    </>
  )
}
