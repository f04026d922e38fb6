import { useEffect, useRef, useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { Problem } from '~/api/problem'
import { Button } from '~/design/Button/Button'
import { ChoiceField, TextField } from '~/design/Field/Field'
import { Page } from '~/design/Page/Page'
import { Trouble } from '~/design/Trouble/Trouble'
import { listText } from '~/features/residents/days'
import type { Question } from '../ask'
import { amount } from '../journey/walking'
import '../journey/Journey.css'

interface Props {
  question: Question
  above: string
  /** How far one is, where there are several. */
  at?: number
  of?: number
  back: string
  tell: (value: string | number | boolean | null) => Promise<void>
}

/** One question on a page of its own: an answer is told to the city, and nothing else. */
export function Asked({ question, above, at, of, back, tell }: Props) {
  const { t, i18n } = useTranslation('services')
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const form = useRef<HTMLFormElement>(null)

  useEffect(() => {
    // The next question takes the place of the last one on the same page: its heading is read.
    document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
  }, [])

  const read = (): string | number | boolean | null => {
    const text = typed.trim()
    if (text === '') return null
    if (question.type === 'boolean') return text === 'true'
    if (question.type !== 'integer') return text
    if (question.form === 'cents') return amount(text)
    return /^\d{1,9}$/.test(text) ? Number(text) : null
  }
  const send = async (event: SubmitEvent) => {
    event.preventDefault()
    const value = read()
    setWrong(value === null)
    if (value === null) {
      setTimeout(() => form.current?.querySelector<HTMLElement>('input')?.focus())
      return
    }
    await say(value)
  }
  const say = async (value: string | number | boolean | null) => {
    setBusy(true)
    setProblem(null)
    try {
      await tell(value)
    } catch (error) {
      setBusy(false)
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    }
  }
  const options =
    question.type === 'boolean'
      ? [
          { value: 'true', label: t('yes') },
          { value: 'false', label: t('no') },
        ]
      : question.choices.map((choice) => ({ value: choice.id, label: choice.text }))
  const error = wrong ? t(options.length > 0 ? 'fault.missing' : question.type === 'date' ? 'fault.date' : 'fault.number') : null

  return (
    <Page
      title={question.title}
      above={above}
      lead={question.settles.length > 0 ? t('plan.asks', { services: listText(question.settles, i18n.language) }) : undefined}
    >
      {at && of ? (
        <progress className="journey__progress" aria-label={t('journey.progress')} value={at} max={of + 1} />
      ) : null}
      <form className="journey" ref={form} onSubmit={(event) => void send(event)} noValidate>
        {problem ? <Trouble problem={problem} /> : null}
        {options.length > 0 ? (
          <ChoiceField label={question.label} value={typed || null} error={error} options={options} onChange={setTyped} />
        ) : (
          <TextField
            label={question.label}
            hint={question.hint ?? undefined}
            type={question.type === 'date' ? 'date' : 'text'}
            inputMode={question.type === 'integer' ? 'decimal' : undefined}
            error={error}
            value={typed}
            onChange={setTyped}
          />
        )}
        <p className="journey__saved">{t('plan.kept')}</p>
        <div className="journey__go">
          <Button type="submit" disabled={busy}>
            {t('journey.on')}
          </Button>
          {question.none ? (
            <Button kind="secondary" disabled={busy} onClick={() => void say(null)}>
              {question.none}
            </Button>
          ) : null}
          <Link href={back} className="journey__back">
            {t('plan.skip')}
          </Link>
        </div>
      </form>
    </Page>
  )
}
