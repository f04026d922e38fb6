import { useTranslation } from 'react-i18next'
import { Button } from '~/design/Button/Button'
import { SelectField, TextField } from '~/design/Field/Field'
import type { FormField } from './ask'
import type { Party } from './form'

interface Props {
  field: FormField
  required: boolean
  value: string | Party[]
  error: string | null
  onChange: (value: string | Party[]) => void
}

/** One field of a record's form, as its schema asks for it. */
export function AnyField({ field, required, value, error, onChange }: Props) {
  const { t } = useTranslation('records_desk')
  const label = required ? field.label : t('form.optional', { label: field.label })
  if (Array.isArray(value)) return <Parties label={label} value={value} error={error} onChange={onChange} />
  const rest = { label, value, error, onChange }
  if (field.options.length > 0)
    return <SelectField {...rest} options={[{ value: '', label: t('form.choose') }, ...field.options]} />
  if (field.kind === 'date') return <TextField type="date" {...rest} />
  const numeric = field.kind === 'integer' ? { inputMode: 'decimal' as const } : {}
  return <TextField {...rest} {...numeric} hint={field.unit === 'cents' ? t('form.euros') : undefined} />
}

interface PartiesProps {
  label: string
  value: Party[]
  error: string | null
  onChange: (value: Party[]) => void
}

function Parties({ label, value, error, onChange }: PartiesProps) {
  const { t } = useTranslation('records_desk')
  const change = (at: number, part: Partial<Party>) =>
    onChange(value.map((party, index) => (index === at ? { ...party, ...part } : party)))
  return (
    <fieldset className="records-desk__parties">
      <legend>{label}</legend>
      {value.map((party, at) => (
        <div key={at} className="records-desk__party">
          <TextField
            label={t('form.party_name', { number: at + 1 })}
            value={party.name}
            error={error && !party.name.trim() ? error : null}
            onChange={(name) => change(at, { name })}
          />
          <TextField label={t('form.party_share')} value={party.share} onChange={(share) => change(at, { share })} />
        </div>
      ))}
      <div className="records-desk__steps">
        <Button kind="quiet" onClick={() => onChange([...value, { name: '', share: '1/2' }])}>
          {t('form.party_add')}
        </Button>
        {value.length > 1 ? (
          <Button kind="quiet" onClick={() => onChange(value.slice(0, -1))}>
            {t('form.party_remove')}
          </Button>
        ) : null}
      </div>
    </fieldset>
  )
}
