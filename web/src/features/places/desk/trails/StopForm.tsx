import { useTranslation } from 'react-i18next'
import { Button } from '~/design/Button/Button'
import { Disclosure } from '~/design/Disclosure/Disclosure'
import { Field } from '~/design/Field/Field'
import type { TrailFinding } from './ask'
import { LinesFields, WordsFields } from './WordsFields'
import { withLines, withWords, type Words, type WrittenStop } from './written'

const WITHOUT = ['read', 'see', 'climb'] as const
const MEASURES = ['kerb_cm', 'incline_pct', 'width_cm'] as const

interface Props {
  number: number
  last: boolean
  stop: WrittenStop
  /** The name of its place, where the city knows it. */
  name: string
  findings: TrailFinding[]
  onChange: (stop: WrittenStop) => void
  onMove: (by: 1 | -1) => void
  onRemove: () => void
}

/** One stop of a trail: what is told and asked there, and how it goes for who cannot read, see or climb. */
export function StopForm({ number, last, stop, name, findings, onChange, onMove, onRemove }: Props) {
  const { t } = useTranslation('places_desk')
  const title = t('trail.stop', { number, name })
  const words = (key: 'riddle' | 'tell' | 'question' | 'after', hint?: string) => (
    <WordsFields
      legend={t(`trail.field.${key}`)}
      hint={hint}
      value={stop[key]}
      onChange={(language, text) => onChange(withWords(stop, key, language, text))}
    />
  )
  const lines = (key: 'choices' | 'hints') => (
    <LinesFields
      legend={t(`trail.field.${key}`)}
      hint={t(`trail.${key}Hint`)}
      value={byLanguage(stop[key] ?? [])}
      onChange={(language, next) => onChange(without({ ...stop, [key]: withLines(stop[key] ?? [], language, next) }, key))}
    />
  )
  return (
    <li className="trail-stop">
      <div className="trail-stop__head">
        <strong>{title}</strong>
        <Button kind="quiet" aria-disabled={number === 1} onClick={() => onMove(-1)} aria-label={t('trail.up', { name })}>
          {t('trail.earlier')}
        </Button>
        <Button kind="quiet" aria-disabled={last} onClick={() => onMove(1)} aria-label={t('trail.down', { name })}>
          {t('trail.later')}
        </Button>
        <Button kind="danger" onClick={onRemove} aria-label={t('trail.remove', { name })}>
          {t('trail.drop')}
        </Button>
      </div>
      <Findings findings={findings} />
      <Disclosure summary={t('trail.write')} about={`${t('trail.write')}: ${title}`}>
        <div className="overlay-form">
          {words('riddle', t('trail.riddleHint'))}
          {words('tell', t('trail.tellHint'))}
          {words('question')}
          {lines('choices')}
          <LinesFields
            legend={t('trail.field.answers')}
            hint={t('trail.answersHint')}
            value={stop.answers ?? {}}
            onChange={(language, next) => onChange(withAnswers(stop, language, next))}
          />
          {lines('hints')}
          {words('after')}
          {WITHOUT.map((cannot) => (
            <WordsFields
              key={cannot}
              legend={t(`trail.field.${cannot}`)}
              hint={t('trail.ownHint')}
              value={stop.otherwise?.[cannot]}
              onChange={(language, text) =>
                onChange(without({ ...stop, otherwise: withWords(stop.otherwise ?? {}, cannot, language, text) }, 'otherwise'))
              }
            />
          ))}
          <fieldset>
            <legend>{t('trail.field.way')}</legend>
            <div className="overlay-at">
              <Amount
                label={t('trail.field.radius_m')}
                value={stop.radius_m ?? 50}
                onChange={(radius_m) => onChange({ ...stop, radius_m: radius_m ?? 50 })}
              />
              {MEASURES.map((measure) => (
                <Amount
                  key={measure}
                  label={t(`measure.${measure}`)}
                  value={stop.way?.[measure] as number | undefined}
                  onChange={(amount) => onChange(withMeasure(stop, measure, amount))}
                />
              ))}
            </div>
          </fieldset>
        </div>
      </Disclosure>
    </li>
  )
}

/** What the check says of one part, beside that part. */
export function Findings({ findings }: { findings: TrailFinding[] }) {
  const { t } = useTranslation('places_desk')
  if (findings.length === 0) return null
  return (
    <ul className="overlay-findings">
      {findings.map((finding) => (
        <li key={finding.text} data-bars={finding.bars || undefined}>
          <strong>{finding.bars ? t('check.bars') : t('check.advice')}</strong> {finding.text}
        </li>
      ))}
    </ul>
  )
}

interface AmountProps {
  label: string
  value: number | undefined
  onChange: (amount: number | undefined) => void
}

/** A number, or nothing where nobody measured. */
export function Amount({ label, value, onChange }: AmountProps) {
  return (
    <Field label={label}>
      {(names) => (
        <input
          {...names}
          className="ams-text-input"
          type="number"
          min={0}
          value={value ?? ''}
          onChange={(event) => onChange(event.target.value === '' ? undefined : Number(event.target.value))}
        />
      )}
    </Field>
  )
}

function byLanguage(list: Words[]): Record<string, string[]> {
  const found: Record<string, string[]> = {}
  for (const words of list) for (const [language, text] of Object.entries(words)) (found[language] ??= []).push(text)
  return found
}

/** Leave a key out once it is empty. */
function without(stop: WrittenStop, key: 'choices' | 'hints' | 'otherwise' | 'answers' | 'way'): WrittenStop {
  const { [key]: value, ...rest } = stop
  return value && Object.keys(value).length > 0 ? stop : rest
}

function withAnswers(stop: WrittenStop, language: string, lines: string[]): WrittenStop {
  const { [language]: _, ...others } = stop.answers ?? {}
  return without({ ...stop, answers: lines.length > 0 ? { ...others, [language]: lines } : others }, 'answers')
}

function withMeasure(stop: WrittenStop, measure: string, amount: number | undefined): WrittenStop {
  const { [measure]: _, ...others } = stop.way ?? {}
  return without({ ...stop, way: amount === undefined ? others : { ...others, [measure]: amount } }, 'way')
}
