import { useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { Problem } from '~/api/problem'
import { Button } from '~/design/Button/Button'
import { LongField, SelectField, TextField } from '~/design/Field/Field'
import { Trouble } from '~/design/Trouble/Trouble'
import { drawUp, type DeskRecord, type FormField, type RecordType, type Step } from './ask'
import { missingIn, saidBy, valuesOf, type Party, type Values } from './form'
import { HolderPicker, type Holder } from './HolderPicker'

interface Props {
  type: RecordType
  step: Step
  record: DeskRecord['record'] | null
  attachedTo: string | null
}

/** The form of one step, made from the type's own data: what it says afterwards, who holds it, why and by which law. */
export function DraftForm({ type, step, record, attachedTo }: Props) {
  const { t } = useTranslation('records_desk')
  const [, go] = useLocation()
  const says = Object.fromEntries(record?.fields.map((field) => [field.name, field.value]) ?? [])
  const [values, setValues] = useState<Values>(() => valuesOf(type.fields, says))
  const [holders, setHolders] = useState<Holder[]>([])
  const [cause, setCause] = useState('')
  const [reason, setReason] = useState('')
  const [law, setLaw] = useState('')
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)

  const missing = step.changes ? missingIn(type.fields, values, step.requires) : []
  const needsHolders = step.new_holders && attachedTo === null
  const said = (field: string) => (tried && missing.includes(field) ? t('form.missing') : null)
  const fewHolders = needsHolders && holders.length < type.holders_at_least

  const send = async (event: SubmitEvent) => {
    event.preventDefault()
    setTried(true)
    setProblem(null)
    if (missing.length > 0 || fewHolders || !reason.trim() || !law.trim()) {
      const form = event.currentTarget as HTMLFormElement
      setTimeout(() => form.querySelector<HTMLElement>('[aria-invalid]')?.focus())
      return
    }
    setBusy(true)
    try {
      const { data: draft } = await drawUp({
        entries: [
          {
            type: type.id,
            kind: step.kind,
            record: record?.id ?? null,
            attached_to: attachedTo,
            fields: step.changes ? saidBy(type.fields, values) : null,
            holders: needsHolders ? holders.map(({ id }) => ({ resident: id })) : null,
          },
        ],
        cause,
        reason: reason.trim(),
        law: law.trim(),
      })
      go(`/desk/records/drafts/${draft.id}`)
    } catch (error) {
      setBusy(false)
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    }
  }

  return (
    <form className="desk__form" onSubmit={(event) => void send(event)} noValidate aria-labelledby="draft-title">
      <h3 id="draft-title">{t('form.title', { step: step.label, type: step.type_name })}</h3>
      {problem ? <Trouble problem={problem} /> : null}
      {step.changes
        ? type.fields.map((field) => (
            <AnyField
              key={field.name}
              field={field}
              required={field.required || step.requires.includes(field.name)}
              value={values[field.name] ?? ''}
              error={said(field.name)}
              onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
            />
          ))
        : null}
      {needsHolders ? (
        <HolderPicker
          label={type.holder_label}
          chosen={holders}
          onChange={setHolders}
          error={tried && fewHolders ? t('form.holders_missing') : null}
        />
      ) : null}
      {step.causes.length > 0 && !step.changes ? (
        <SelectField
          label={t('form.cause')}
          value={cause}
          onChange={setCause}
          options={[
            { value: '', label: t('form.no_cause') },
            ...step.causes.map(({ code, text }) => ({ value: code, label: text })),
          ]}
        />
      ) : null}
      <LongField
        label={t('form.reason')}
        hint={t('form.reason_hint')}
        rows={2}
        value={reason}
        onChange={setReason}
        error={tried && !reason.trim() ? t('form.missing') : null}
      />
      <TextField
        label={t('form.law')}
        hint={t('form.law_hint')}
        value={law}
        onChange={setLaw}
        maxLength={300}
        error={tried && !law.trim() ? t('form.missing') : null}
      />
      <div>
        <Button type="submit" disabled={busy}>
          {step.eyes > 1 ? t('form.to_check') : t('form.to_sign')}
        </Button>
      </div>
    </form>
  )
}

interface AnyProps {
  field: FormField
  required: boolean
  value: string | Party[]
  error: string | null
  onChange: (value: string | Party[]) => void
}

function AnyField({ field, required, value, error, onChange }: AnyProps) {
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
