import { ArrowLeft, TriangleAlert } from 'lucide-react'
import { useEffect, useRef, useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, Redirect, useLocation } from 'wouter'
import { Problem } from '~/api/problem'
import { Button } from '~/design/Button/Button'
import { Notice } from '~/design/Notice/Notice'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { handIn } from '../ask'
import { FieldInput } from './FieldInput'
import { holds } from './conditions'
import type { Answers, JourneyStep } from './types'
import { useCase } from './useCase'
import { asTyped, isNeeded, nextStep, readTyped, walk, type Fault } from './walking'
import './Journey.css'

/** One question of an application; going on saves it, on the server or on this phone. */
export function StepPage({ id, stepId }: { id: string; stepId: string }) {
  const { t, i18n } = useTranslation('services')
  const walkThrough = useCase(id)
  const { asked, one, states, journey } = walkThrough
  const at = states.findIndex((state) => state.step.id === stepId)
  const state = states[at]

  if (!one || !journey)
    return (
      <Page title={t('journey.opening')}>
        {asked.problem ? <Trouble problem={asked.problem} again={asked.again} /> : <Skeleton label={t('loading')} />}
      </Page>
    )
  if (!state || (one.state !== 'draft' && one.state !== 'to_complete')) return <Redirect to={`/services/cases/${id}`} replace />

  const before = states[at - 1]
  const words = (text: Record<string, string> | undefined) => text?.[i18n.language]
  return (
    <Page
      title={words(state.step.title) ?? ''}
      above={t('journey.at', { title: words(journey.title), at: at + 1, of: states.length })}
      lead={words(state.step.why) ?? words(state.step.help)}
    >
      <progress className="journey__progress" aria-label={t('journey.progress')} value={at + 1} max={states.length + 1} />
      <StepForm
        key={stepId}
        id={id}
        step={state.step}
        walkThrough={walkThrough}
        back={before ? `/services/cases/${id}/${before.step.id}` : `/services/about/${one.service}`}
      />
    </Page>
  )
}

interface FormProps {
  id: string
  step: JourneyStep
  walkThrough: ReturnType<typeof useCase>
  back: string
}

function StepForm({ id, step, walkThrough, back }: FormProps) {
  const { t } = useTranslation('services')
  const [, go] = useLocation()
  const { journey, answers, known, values, unsent, problem, answer, replace } = walkThrough
  const [typed, setTyped] = useState<Record<string, string>>(() =>
    Object.fromEntries(step.fields.map((field) => [field.id, asTyped(field, values[field.id] as never)])),
  )
  const [faults, setFaults] = useState<Record<string, Fault>>({})
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Problem | null>(null)
  const summary = useRef<HTMLDivElement>(null)
  const form = useRef<HTMLFormElement>(null)
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

  const goOn = async (event: SubmitEvent) => {
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
    if (!mayGoOn || !journey) return
    const after = nextStep(walk(journey, { ...answers, ...said, '@seen': seen }, known))
    go(after ? `/services/cases/${id}/${after}` : `/services/cases/${id}`)
  }

  const giveFile = async (fieldId: string, file: File | null) => {
    setBusy(true)
    setRefusal(null)
    try {
      const { data } = await handIn(id, fieldId, file)
      replace(data)
      setTyped((all) => ({ ...all, [fieldId]: file?.name ?? '' }))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setRefusal(error)
    }
    setBusy(false)
  }

  return (
    <form className="journey" ref={form} onSubmit={(event) => void goOn(event)} noValidate>
      {faulty.length > 0 ? (
        <div className="journey__faults" role="alert" tabIndex={-1} ref={summary}>
          <Notice tone="false" icon={<TriangleAlert aria-hidden="true" />} title={t('fault.title', { count: faulty.length })}>
            <ul>
              {shown
                .filter((field) => faults[field.id])
                .map((field) => (
                  <li key={field.id}>
                    <a
                      href={`#field-${field.id}`}
                      onClick={(event) => {
                        event.preventDefault()
                        form.current?.querySelector<HTMLElement>(`#field-${field.id} :is(input, textarea, select)`)?.focus()
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
        <div key={field.id} id={`field-${field.id}`}>
          <FieldInput
            field={field}
            typed={typed[field.id] ?? ''}
            error={faults[field.id] ? t(`fault.${faults[field.id]!}`) : null}
            busy={busy}
            onChange={(text) => setTyped((all) => ({ ...all, [field.id]: text }))}
            onFile={(file) => void giveFile(field.id, file)}
          />
        </div>
      ))}
      <p className="journey__saved" role="status">
        {unsent ? t('journey.unsent') : t('journey.saved')}
      </p>
      <div className="journey__go">
        <Button type="submit" disabled={busy}>
          {t('journey.on')}
        </Button>
        <Link href={back} className="journey__back">
          <ArrowLeft aria-hidden="true" size={18} />
          {t('journey.back')}
        </Link>
      </div>
    </form>
  )
}
