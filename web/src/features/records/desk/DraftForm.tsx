import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { Button } from '~/design/Button/Button'
import { SelectField } from '~/design/Field/Field'
import { Trouble } from '~/design/Trouble/Trouble'
import { useSending } from '~/features/desk/frame/useSending'
import { AnyField } from './AnyField'
import { drawUp, type DeskRecord, type RecordType, type Step } from './ask'
import { missingIn, saidBy, valuesOf, type Values } from './form'
import { HolderPicker, type Holder } from './HolderPicker'
import { Why } from './Why'

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
  const { tried, busy, problem, send } = useSending()

  const missing = step.changes ? missingIn(type.fields, values, step.requires) : []
  const needsHolders = step.new_holders && attachedTo === null
  const said = (field: string) => (tried && missing.includes(field) ? t('form.missing') : null)
  const fewHolders = needsHolders && holders.length < type.holders_at_least

  const isWhole = missing.length === 0 && !fewHolders && Boolean(reason.trim() && law.trim())
  const draw = async () => {
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
  }

  return (
    <form className="desk__form" onSubmit={send(isWhole, draw)} noValidate aria-labelledby="draft-title">
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
      <Why reason={reason} law={law} tried={tried} onReason={setReason} onLaw={setLaw} />
      <div>
        <Button type="submit" disabled={busy}>
          {step.eyes > 1 ? t('form.to_check') : t('form.to_sign')}
        </Button>
      </div>
    </form>
  )
}
