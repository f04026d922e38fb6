import { useTranslation } from 'react-i18next'
import { Button } from '~/design/Button/Button'
import { SelectField, TextField } from '~/design/Field/Field'
import { Segmented } from '~/design/Segmented/Segmented'
import type { Condition, JourneyField } from '../journey/types'
import { changed, conditionOf, firstAnswer, partsOf, type Part, type Parts } from './draft'

interface Props {
  /** Of which question or field: read aloud. */
  about: string
  condition: Condition | undefined
  fields: JourneyField[]
  change: (condition: Condition | undefined) => void
}

/** When something is asked: always, or if what was answered before is so. */
export function ConditionEditor({ about, condition, fields, change }: Props) {
  const { t } = useTranslation('services_versions')
  const parts = partsOf(condition)
  if (!parts)
    return (
      <div className="edit">
        <p>{t('when.nested')}</p>
        <pre className="nested">{JSON.stringify(condition, null, 1)}</pre>
        <div>
          <Button kind="danger" onClick={() => change(undefined)} aria-label={`${t('when.always')}: ${about}`}>
            {t('when.always')}
          </Button>
        </div>
      </div>
    )
  const tell = (next: Parts) => change(conditionOf(next))
  const add = () => {
    const [first] = fields
    if (first) tell({ ...parts, parts: [...parts.parts, { field: first.id, is: firstAnswer(first) }] })
  }
  return (
    <fieldset className="edit">
      <legend>{t('part.when')}</legend>
      {parts.parts.length === 0 ? <p className="desk__small">{t('when.nothing')}</p> : null}
      {parts.parts.length > 1 ? (
        <Segmented
          label={`${t('when.joined')}: ${about}`}
          value={parts.joined}
          onChange={(joined) => tell({ ...parts, joined })}
          options={[
            { value: 'all', label: t('when.all') },
            { value: 'any', label: t('when.any') },
          ]}
        />
      ) : null}
      {parts.parts.map((part, at) => (
        <PartRow
          // A condition's parts have no names; their places are all that tells them apart.
          key={at}
          part={part}
          fields={fields}
          change={(next) => tell({ ...parts, parts: changed(parts.parts, at, next) })}
          remove={() => tell({ ...parts, parts: parts.parts.filter((_, other) => other !== at) })}
        />
      ))}
      {fields.length > 0 ? (
        <div>
          <Button kind="quiet" onClick={add} aria-label={`${t('when.add')}: ${about}`}>
            {t('when.add')}
          </Button>
        </div>
      ) : (
        <p className="desk__small">{t('when.none')}</p>
      )}
    </fieldset>
  )
}

interface RowProps {
  part: Part
  fields: JourneyField[]
  change: (part: Part) => void
  remove: () => void
}

function PartRow({ part, fields, change, remove }: RowProps) {
  const { t, i18n } = useTranslation('services_versions')
  const field = fields.find((one) => one.id === part.field)
  const counted = field?.type === 'integer' || field?.type === 'money'
  const named = fields.map((one) => ({ value: one.id, label: one.label[i18n.language] || one.id }))
  return (
    <div className="part">
      <SelectField
        label={t('when.field')}
        value={part.field}
        onChange={(id) => {
          const next = fields.find((one) => one.id === id)
          if (next) change({ field: id, is: firstAnswer(next) })
        }}
        options={field ? named : [{ value: part.field, label: part.field }, ...named]}
      />
      {counted ? (
        <SelectField
          label={t('when.how')}
          value={'is' in part ? 'is' : 'at_least'}
          onChange={(how) => {
            const value = Number('is' in part ? part.is : part.at_least) || 0
            change(how === 'is' ? { field: part.field, is: value } : { field: part.field, at_least: value })
          }}
          options={[
            { value: 'is', label: t('when.is') },
            { value: 'at_least', label: t('when.atLeast') },
          ]}
        />
      ) : null}
      <Compared part={part} field={field} change={change} />
      <Button kind="danger" onClick={remove}>
        {t('edit.remove')}
      </Button>
    </div>
  )
}

function Compared({ part, field, change }: { part: Part; field: JourneyField | undefined; change: (part: Part) => void }) {
  const { t, i18n } = useTranslation('services_versions')
  const value = 'is' in part ? part.is : part.at_least
  const label = t('when.value')
  if (field?.type === 'yes_no' || field?.type === 'attest')
    return (
      <SelectField
        label={label}
        value={value ? 'yes' : 'no'}
        onChange={(text) => change({ field: part.field, is: text === 'yes' })}
        options={[
          { value: 'yes', label: t('yes') },
          { value: 'no', label: t('no') },
        ]}
      />
    )
  if (field?.type === 'choice') {
    const options = (field.options ?? []).map((one) => ({
      value: one.value,
      label: one.label[i18n.language] || one.value,
    }))
    const there = options.some((one) => one.value === value)
    return (
      <SelectField
        label={label}
        value={String(value)}
        onChange={(is) => change({ field: part.field, is })}
        options={there ? options : [{ value: String(value), label: String(value) }, ...options]}
      />
    )
  }
  const counted = field?.type === 'integer' || field?.type === 'money'
  return (
    <TextField
      label={field?.type === 'money' ? t('when.cents') : label}
      inputMode={counted ? 'numeric' : undefined}
      value={String(value)}
      onChange={(text) => {
        const next = counted ? Number(text.replace(/\D/g, '')) : text
        change('is' in part ? { field: part.field, is: next } : { field: part.field, at_least: next })
      }}
    />
  )
}
