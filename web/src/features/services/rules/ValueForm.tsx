import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '~/design/Button/Button'
import { SelectField, TextField } from '~/design/Field/Field'
import type { Change, Rule } from './ask'

interface Props {
  rule: Rule
  busy: boolean
  change: (change: Change) => void
}

/** The most common change of a law: one value, from a day on. */
export function ValueForm({ rule, busy, change }: Props) {
  const { t } = useTranslation('services_rules')
  const [name, setName] = useState(rule.parameters[0]?.name ?? '')
  const [value, setValue] = useState('')
  const [chosenDay, setBegins] = useState<string | null>(null)
  const begins = chosenDay ?? rule.next_from
  const [missing, setMissing] = useState(false)
  const chosen = rule.parameters.find((one) => one.name === name)

  const send = (event: FormEvent) => {
    event.preventDefault()
    setMissing(value.trim() === '')
    if (value.trim() !== '') change({ name, value: value.trim(), begins })
  }
  return (
    <form className="rules__value" onSubmit={send} noValidate>
      {rule.parameters.length > 1 ? (
        <SelectField
          label={t('value.which')}
          value={name}
          onChange={setName}
          options={rule.parameters.map((one) => ({ value: one.name, label: `${one.name}: ${one.said}` }))}
        />
      ) : null}
      <TextField
        label={chosen?.type === 'euro' ? t('value.euro') : t('value.new')}
        hint={t('value.now', { value: chosen?.said ?? '' })}
        error={missing ? t('value.missing') : null}
        value={value}
        onChange={setValue}
        inputMode={chosen?.type === 'euro' || chosen?.type === 'number' ? 'decimal' : 'text'}
      />
      <TextField label={t('value.begins')} type="date" value={begins} onChange={setBegins} />
      <Button type="submit" disabled={busy}>
        {t('value.try')}
      </Button>
    </form>
  )
}
