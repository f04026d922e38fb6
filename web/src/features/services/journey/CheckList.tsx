import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '~/design/Card/Card'
import { dateText } from '~/features/residents/days'
import { holds } from './conditions'
import type { Answers, JourneyField, JourneyStep, Value } from './types'
import type { StepState } from './walking'
import './Journey.css'

/** What the city knows for a field, in words; without words its value is said as an answer is. */
export interface KnownField {
  field: string
  text: string
  source: string
}

interface Props {
  states: StepState[]
  values: Answers
  answers: Answers
  known: KnownField[]
  /** The way back to a question, named by the label of its field. */
  change: (step: JourneyStep, label: string) => ReactNode
}

/** The fields that are sent: those that are shown, and are answered or had to be. */
export function rowsOf(states: StepState[], values: Answers) {
  return states.flatMap(({ step }) =>
    step.fields
      .filter((field) => holds(field.when, values))
      .filter((field) => values[field.id] !== undefined || !field.optional)
      .map((field) => ({ step, field })),
  )
}

/** All that is sent: what one said, what the city knew and from where, each with its change. */
export function CheckList({ states, values, answers, known, change }: Props) {
  const { t, i18n } = useTranslation('services')
  const rows = rowsOf(states, values)
  if (rows.length === 0) return null
  return (
    <Card as="section" aria-label={t('check.above')}>
      <dl className="check">
        {rows.map(({ step, field }) => {
          const fact = known.find((one) => one.field === field.id)
          const hers = answers[field.id] !== undefined && answers[field.id] !== null
          const label = field.label[i18n.language] ?? ''
          return (
            <div key={field.id} className="check__row">
              <dt>{label}</dt>
              <dd>
                <strong>
                  {!hers && fact?.text ? fact.text : <Said field={field} value={values[field.id] as Value | undefined} />}
                </strong>
                {!hers && fact ? <small>{fact.source}</small> : null}
              </dd>
              <dd className="check__change">{change(step, label)}</dd>
            </div>
          )
        })}
      </dl>
    </Card>
  )
}

/** An answer in words, by its field. */
function Said({ field, value }: { field: JourneyField; value: Value | undefined }) {
  const { t, i18n } = useTranslation('services')
  if (value === undefined) return <>{t('check.none')}</>
  if (field.type === 'yes_no' || field.type === 'attest') return <>{value ? t('yes') : t('no')}</>
  if (field.type === 'choice') {
    return <>{field.options?.find((one) => one.value === value)?.label[i18n.language] ?? String(value)}</>
  }
  if (field.type === 'money') {
    const euro = new Intl.NumberFormat(i18n.language, { style: 'currency', currency: 'EUR' })
    return <>{euro.format(Number(value) / 100)}</>
  }
  if (field.type === 'date') return <>{dateText(String(value), i18n.language)}</>
  return <>{String(value)}</>
}
