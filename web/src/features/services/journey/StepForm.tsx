import { TriangleAlert } from 'lucide-react'
import { useEffect, useId, useRef, useState, type ReactNode, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '~/api/problem'
import { Button } from '~/design/Button/Button'
import { Notice } from '~/design/Notice/Notice'
import { Trouble } from '~/design/Trouble/Trouble'
import { FieldInput } from './FieldInput'
import { holds } from './conditions'
import type { Answers, Journey, JourneyStep } from './types'
import { asTyped, isNeeded, nextStep, readTyped, valuesOf, walk, type Fault } from './walking'
import './Journey.css'

interface Props {
  journey: Journey
  step: JourneyStep
  answers: Answers
  /** By field: what the city knows. */
  known: Answers
  /** Keep answers; says whether one may go on. */
  answer: (answers: Answers) => Promise<boolean>
  /** Go to the step on which something is missing, or to the end when nothing is. */
  goOn: (after: string | null) => void
  /** Hand a file in, or take it back. */
  giveFile: (fieldId: string, file: File | null) => Promise<void>
  problem: Problem | null
  /** What becomes of what one answers. */
  saying: string
  /** The way back, beside the button. */
  back: ReactNode
}

/** One question of a journey: the one place that draws it, for residents and for whoever tries a version. */
export function StepForm({ journey, step, answers, known, answer, goOn, giveFile, problem, saying, back }: Props) {
  const { t } = useTranslation('services')
  const here = useId()
  const values = valuesOf(journey, answers, known)
  const [typed, setTyped] = useState<Record<string, string>>(() =>
    Object.fromEntries(step.fields.map((field) => [field.id, asTyped(field, values[field.id] as never)])),
  )
  const [faults, setFaults] = useState<Record<string, Fault>>({})
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Problem | null>(null)
  const summary = useRef<HTMLDivElement>(null)
  const faulty = Object.keys(faults)

  useEffect(() => {
    if (faulty.length > 0) summary.current?.focus()
  }, [faulty.length])

  const reads = () =>
    step.fields.map((field) => ({
      field,
      read: readTyped(field, typed[field.id] ?? '', isNeeded(field, { ...values, ...typedValues() })),
    }))
  const typedValues = (): Answers =>
    Object.fromEntries(
      step.fields.flatMap((field) => {
        const read = readTyped(field, typed[field.id] ?? '', false)
        return 'value' in read ? [[field.id, read.value]] : []
      }),
    )
  const shown = step.fields.filter((field) => holds(field.when, { ...values, ...typedValues() }))

  const send = async (event: SubmitEvent) => {
    event.preventDefault()
    setRefusal(null)
    const read = reads().filter(({ field }) => shown.includes(field))
    const wrong = Object.fromEntries(read.flatMap(({ field, read: one }) => ('fault' in one ? [[field.id, one.fault]] : [])))
    setFaults(wrong)
    if (Object.keys(wrong).length > 0) return
    const said: Answers = {}
    for (const { field, read: one } of read) {
      // A file is handed in by itself; what the city knows stays the city's word until it is changed.
      if (field.type === 'file' || !('value' in one)) continue
      if (one.value !== null ? one.value !== known[field.id] || answers[field.id] !== undefined : answers[field.id]) {
        said[field.id] = one.value
      }
    }
    const seen = [...new Set([...((answers['@seen'] as string[] | undefined) ?? []), step.id])]
    setBusy(true)
    const mayGoOn = await answer({ ...said, '@seen': seen })
    setBusy(false)
    if (!mayGoOn) return
    goOn(nextStep(walk(journey, { ...answers, ...said, '@seen': seen }, known)))
  }

  const give = async (fieldId: string, file: File | null) => {
    setBusy(true)
    setRefusal(null)
    try {
      await giveFile(fieldId, file)
      setTyped((all) => ({ ...all, [fieldId]: file?.name ?? '' }))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setRefusal(error)
    }
    setBusy(false)
  }

  return (
    <form className="journey" onSubmit={(event) => void send(event)} noValidate>
      {faulty.length > 0 ? (
        <div className="journey__faults" role="alert" tabIndex={-1} ref={summary}>
          <Notice tone="false" icon={<TriangleAlert aria-hidden="true" />} title={t('fault.title', { count: faulty.length })}>
            <ul>
              {shown
                .filter((field) => faults[field.id])
                .map((field) => (
                  <li key={field.id}>
                    <a
                      href={`#${here}${field.id}`}
                      onClick={(event) => {
                        event.preventDefault()
                        document
                          .getElementById(`${here}${field.id}`)
                          ?.querySelector<HTMLElement>('input, textarea, select')
                          ?.focus()
                      }}
                    >
                      {t(`fault.${faults[field.id]!}`)}
                    </a>
                  </li>
                ))}
            </ul>
          </Notice>
        </div>
      ) : null}
      {refusal ? <Trouble problem={refusal} /> : null}
      {problem ? <Trouble problem={problem} /> : null}
      {shown.map((field) => (
        <div key={field.id} id={`${here}${field.id}`}>
          <FieldInput
            field={field}
            typed={typed[field.id] ?? ''}
            error={faults[field.id] ? t(`fault.${faults[field.id]!}`) : null}
            busy={busy}
            onChange={(text) => setTyped((all) => ({ ...all, [field.id]: text }))}
            onFile={(file) => void give(field.id, file)}
          />
        </div>
      ))}
      <p className="journey__saved" role="status">
        {saying}
      </p>
      <div className="journey__go">
        <Button type="submit" disabled={busy}>
          {t('journey.on')}
        </Button>
        {back}
      </div>
    </form>
  )
}
