import { useTranslation } from 'react-i18next'
import { Button } from '~/design/Button/Button'
import { SelectField, TextField } from '~/design/Field/Field'
import type { JourneyField } from '../journey/types'
import { ConditionEditor } from './ConditionEditor'
import { OptionsEditor } from './OptionsEditor'
import { Tick } from './Tick'
import { WordsFields } from './WordsFields'
import type { FactName } from './ask'
import { asType, FIELD_TYPES, withPart, type FieldType } from './draft'

interface Props {
  place: string
  field: JourneyField
  facts: FactName[]
  /** What is asked before: its condition can look at these. */
  before: JourneyField[]
  change: (field: JourneyField) => void
  move: (by: 1 | -1) => void
  remove: () => void
}

/** One field: what it asks for, in which words, from where it is filled in, and when it is shown. */
export function FieldEditor({ place, field, facts, before, change, move, remove }: Props) {
  const { t, i18n } = useTranslation('services_versions')
  const label = field.label[i18n.language] || field.id
  const counted = field.type === 'integer' || field.type === 'money'
  const bound = (key: 'min' | 'max') => (
    <TextField
      label={t(`part.${key}`)}
      inputMode="numeric"
      value={field[key] === undefined ? '' : String(field[key])}
      onChange={(text) => change(withPart(field, key, /^-?\d+$/.test(text.trim()) ? Number(text) : undefined))}
    />
  )
  return (
    <fieldset className="field-editor" id={place}>
      <legend>{t('field', { label })}</legend>
      <WordsFields legend={t('part.label')} value={field.label} change={(words) => change({ ...field, label: words })} />
      <WordsFields
        legend={t('part.hint')}
        value={field.hint}
        change={(words) => change(withPart(field, 'hint', words))}
      />
      <div className="words">
        <SelectField
          label={t('part.type')}
          value={field.type}
          onChange={(type) => change(asType(field, type as FieldType))}
          options={FIELD_TYPES.map((type) => ({ value: type, label: t(`type.${type}`) }))}
        />
        <SelectField
          label={t('part.fact')}
          value={field.fact ?? ''}
          onChange={(fact) => change(withPart(field, 'fact', fact))}
          options={[
            { value: '', label: t('fromNothing') },
            ...facts.map((one) => ({ value: one.name, label: one.label })),
            ...(field.fact && !facts.some((one) => one.name === field.fact)
              ? [{ value: field.fact, label: field.fact }]
              : []),
          ]}
        />
        {field.fact ? (
          <SelectField
            label={t('part.of')}
            value={field.of ?? 'subject'}
            onChange={(of) => change(of === 'subject' ? withPart(field, 'of', undefined) : { ...field, of: 'applicant' })}
            options={[
              { value: 'subject', label: t('of.subject') },
              { value: 'applicant', label: t('of.applicant') },
            ]}
          />
        ) : null}
        {counted ? bound('min') : null}
        {counted ? bound('max') : null}
      </div>
      {field.type === 'choice' ? (
        <OptionsEditor options={field.options ?? []} change={(options) => change({ ...field, options })} />
      ) : null}
      <Tick
        label={t('part.optional')}
        checked={field.optional ?? false}
        change={(optional) => change(withPart(field, 'optional', optional))}
      />
      <ConditionEditor
        about={label}
        condition={field.when}
        fields={before}
        change={(when) => change(withPart(field, 'when', when))}
      />
      <div className="version__acts">
        <Button kind="quiet" onClick={() => move(-1)} aria-label={t('edit.upOf', { title: label })}>
          {t('edit.up')}
        </Button>
        <Button kind="quiet" onClick={() => move(1)} aria-label={t('edit.downOf', { title: label })}>
          {t('edit.down')}
        </Button>
        <Button kind="danger" onClick={remove} aria-label={t('edit.removeOf', { title: label })}>
          {t('edit.remove')}
        </Button>
      </div>
    </fieldset>
  )
}
