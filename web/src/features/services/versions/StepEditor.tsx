import { useTranslation } from 'react-i18next'
import { Button } from '~/design/Button/Button'
import { Card } from '~/design/Card/Card'
import { Disclosure } from '~/design/Disclosure/Disclosure'
import type { Journey, JourneyStep } from '../journey/types'
import { ConditionEditor } from './ConditionEditor'
import { FieldEditor } from './FieldEditor'
import { placeOf } from './Mistakes'
import { Tick } from './Tick'
import { WordsFields } from './WordsFields'
import type { FactName } from './ask'
import { askedBefore, changed, moved, newField, withPart } from './draft'

interface Props {
  journey: Journey
  at: number
  facts: FactName[]
  change: (step: JourneyStep) => void
  move: (by: 1 | -1) => void
  remove: () => void
}

/** One question: its words, when it is asked, and the fields on it. */
export function StepEditor({ journey, at, facts, change, move, remove }: Props) {
  const { t, i18n } = useTranslation('services_versions')
  const step = journey.steps[at]!
  const number = at + 1
  const title = t('step', { number, title: step.title[i18n.language] ?? '' })
  return (
    <Card as="li" className="step-editor" id={placeOf(number, 0)}>
      <div className="step-editor__head">
        <h2>{title}</h2>
        <Button kind="quiet" aria-disabled={at === 0} onClick={() => move(-1)} aria-label={t('edit.upOf', { title })}>
          {t('edit.up')}
        </Button>
        <Button
          kind="quiet"
          aria-disabled={number === journey.steps.length}
          onClick={() => move(1)}
          aria-label={t('edit.downOf', { title })}
        >
          {t('edit.down')}
        </Button>
        <Button kind="danger" onClick={remove} aria-label={t('edit.removeOf', { title })}>
          {t('edit.remove')}
        </Button>
      </div>
      <Disclosure summary={t('edit.open')} about={`${t('edit.open')}: ${title}`}>
        <div className="edit">
          <WordsFields legend={t('part.title')} value={step.title} change={(words) => change({ ...step, title: words })} />
          <WordsFields
            legend={t('part.why')}
            value={step.why}
            long
            change={(words) => change(withPart(step, 'why', words))}
          />
          <WordsFields
            legend={t('part.help')}
            value={step.help}
            long
            change={(words) => change(withPart(step, 'help', words))}
          />
          <ConditionEditor
            about={title}
            condition={step.when}
            fields={askedBefore(journey, at, 0)}
            change={(when) => change(withPart(step, 'when', when))}
          />
          <Tick
            label={t('part.confirm')}
            checked={step.confirm ?? false}
            change={(confirm) => change(withPart(step, 'confirm', confirm))}
          />
          {step.fields.map((field, place) => (
            <FieldEditor
              key={field.id}
              place={placeOf(number, place + 1)}
              field={field}
              facts={facts}
              before={askedBefore(journey, at, place)}
              change={(next) => change({ ...step, fields: changed(step.fields, place, next) })}
              move={(by) => change({ ...step, fields: moved(step.fields, place, by) })}
              remove={() => change({ ...step, fields: step.fields.filter((_, other) => other !== place) })}
            />
          ))}
          <div>
            <Button kind="secondary" onClick={() => change({ ...step, fields: [...step.fields, newField(journey)] })}>
              {t('edit.addField')}
            </Button>
          </div>
        </div>
      </Disclosure>
    </Card>
  )
}
