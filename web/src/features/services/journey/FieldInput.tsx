import { FileCheck2, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '~/design/Button/Button'
import { ChoiceField, Field, LongField, TextField } from '~/design/Field/Field'
import type { JourneyField } from './types'

interface Props {
  field: JourneyField
  typed: string
  error: string | null
  busy?: boolean
  onChange: (typed: string) => void
  onFile: (file: File | null) => void
}

/** One field of a journey, whatever its type: the only place that knows how a type looks. */
export function FieldInput({ field, typed, error, busy = false, onChange, onFile }: Props) {
  const { t, i18n } = useTranslation('services')
  const words = (text: Record<string, string> | undefined) => text?.[i18n.language] ?? ''
  const label = field.optional ? t('field.optional', { label: words(field.label) }) : words(field.label)
  const hint = words(field.hint) || undefined
  const common = { label, hint, error, value: typed, onChange }

  switch (field.type) {
    case 'choice':
      return (
        <ChoiceField
          label={label}
          error={error}
          value={typed || null}
          onChange={onChange}
          options={field.options!.map((one) => ({
            value: one.value,
            label: words(one.label),
            hint: words(one.hint) || undefined,
          }))}
        />
      )
    case 'yes_no':
      return (
        <ChoiceField
          label={label}
          error={error}
          value={typed || null}
          onChange={onChange}
          options={[
            { value: 'yes', label: t('yes') },
            { value: 'no', label: t('no') },
          ]}
        />
      )
    case 'long_text':
      return <LongField {...common} />
    case 'attest':
      return (
        <Field label={label} hint={hint} error={error}>
          {(names) => (
            <input
              {...names}
              type="checkbox"
              className="journey__attest"
              checked={typed === 'yes'}
              onChange={(event) => onChange(event.target.checked ? 'yes' : '')}
            />
          )}
        </Field>
      )
    case 'file':
      return <FileField {...{ label, hint, error, typed, busy, onFile }} />
    case 'date':
      return <TextField {...common} type="date" />
    case 'integer':
      return <TextField {...common} inputMode="numeric" maxLength={12} />
    case 'money':
      return <TextField {...common} inputMode="decimal" maxLength={16} />
    case 'email':
      return <TextField {...common} type="email" autoComplete="email" maxLength={200} />
    default:
      return <TextField {...common} inputMode={field.type === 'phone' ? 'tel' : undefined} maxLength={200} />
  }
}

interface FileProps {
  label: string
  hint: string | undefined
  error: string | null
  typed: string
  busy: boolean
  onFile: (file: File | null) => void
}

function FileField({ label, hint, error, typed, busy, onFile }: FileProps) {
  const { t } = useTranslation('services')
  if (typed)
    return (
      <div className="journey__file">
        <FileCheck2 aria-hidden="true" size={22} />
        <span>
          <strong>{label}</strong>
          <span>{typed}</span>
        </span>
        <Button kind="quiet" icon={<Trash2 aria-hidden="true" size={18} />} disabled={busy} onClick={() => onFile(null)}>
          {t('field.remove')}
        </Button>
      </div>
    )
  return (
    <Field label={label} hint={busy ? t('field.sending') : hint} error={error}>
      {(names) => (
        <input
          {...names}
          type="file"
          className="ams-text-input"
          accept="application/pdf,image/jpeg,image/png"
          disabled={busy}
          onChange={(event) => {
            const file = event.target.files?.[0]
            if (file) onFile(file)
          }}
        />
      )}
    </Field>
  )
}
