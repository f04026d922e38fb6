import { useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '~/api/problem'
import { Button } from '~/design/Button/Button'
import { ChoiceField, SelectField, TextField } from '~/design/Field/Field'
import { Trouble } from '~/design/Trouble/Trouble'
import { tellOwnWord } from './ask'
import { ownValue } from './ownValue'
import type { OwnWord } from './types'

interface Props {
  line: OwnWord
  of?: string
  cancel: () => void
  told: (fresh: OwnWord[]) => void
}

/** Tells the city one thing, and since when it is so. */
export function OwnWordForm({ line, of, cancel, told }: Props) {
  const { t } = useTranslation('residents')
  const [typed, setTyped] = useState('')
  const [since, setSince] = useState('')
  const [missing, setMissing] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)

  const send = async (event: SubmitEvent) => {
    event.preventDefault()
    const value = ownValue(line, typed)
    setMissing(value === null)
    if (value === null) return
    setBusy(true)
    setProblem(null)
    try {
      const { data } = await tellOwnWord(line.name, value, since || null, of)
      told(data)
    } catch (error) {
      setProblem(error as Problem)
      setBusy(false)
    }
  }

  return (
    <form className="contest" onSubmit={(event) => void send(event)} noValidate aria-label={line.label}>
      {problem ? <Trouble problem={problem} /> : null}
      <ValueField line={line} value={typed} error={missing ? t('own.missing') : null} onChange={setTyped} />
      <TextField type="date" label={t('own.since')} hint={t('own.since_hint')} value={since} onChange={setSince} />
      <p className="fact__from">
        {line.basis_text}. {t('facts.kept')}: {line.retention_text}
      </p>
      <div className="me__row">
        <Button type="submit" disabled={busy}>
          {t('own.go')}
        </Button>
        <Button kind="quiet" onClick={cancel}>
          {t('own.cancel')}
        </Button>
      </div>
    </form>
  )
}

interface ValueProps {
  line: OwnWord
  value: string
  error: string | null
  onChange: (value: string) => void
}

function ValueField({ line, value, error, onChange }: ValueProps) {
  const { t } = useTranslation('residents')
  const { label, type, form, choices } = line
  if (type === 'boolean') {
    const options = [
      { value: 'true', label: t('own.yes') },
      { value: 'false', label: t('own.no') },
    ]
    return <ChoiceField label={label} value={value || null} error={error} options={options} onChange={onChange} />
  }
  if (choices.length > 0) {
    const options = [{ value: '', label: t('own.choose') }, ...choices.map(({ id, text }) => ({ value: id, label: text }))]
    return <SelectField label={label} value={value} error={error} options={options} onChange={onChange} />
  }
  if (type === 'date') return <TextField type="date" label={label} value={value} error={error} onChange={onChange} />
  return (
    <TextField
      label={label}
      hint={type === 'integer' ? t(`own.unit.${form || 'number'}`) : undefined}
      inputMode={type === 'integer' ? 'decimal' : undefined}
      value={value}
      error={error}
      onChange={onChange}
    />
  )
}
