import { useEffect, useRef, useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '~/api/problem'
import { Button } from '~/design/Button/Button'
import { LongField } from '~/design/Field/Field'
import { Trouble } from '~/design/Trouble/Trouble'
import { contest } from './ask'
import type { Fact } from './types'

interface Props {
  fact: Fact
  /** The child it is about; nobody for oneself. */
  of?: string
  cancel: () => void
  sent: () => void
}

/** Says that a fact is wrong, in the resident's own words. */
export function ContestForm({ fact, of, cancel, sent }: Props) {
  const { t } = useTranslation('residents')
  const [reason, setReason] = useState('')
  const [empty, setEmpty] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)

  useEffect(() => field.current?.focus(), [])

  const send = async (event: SubmitEvent) => {
    event.preventDefault()
    setEmpty(!reason.trim())
    if (!reason.trim()) return field.current?.focus()
    setBusy(true)
    setProblem(null)
    try {
      await contest(fact.id, reason.trim(), of)
      sent()
    } catch (error) {
      setProblem(error as Problem)
      setBusy(false)
    }
  }

  return (
    <form className="contest" onSubmit={(event) => void send(event)} noValidate aria-labelledby={`contest-${fact.id}`}>
      <h4 id={`contest-${fact.id}`}>{t('facts.contest.title', { label: fact.label })}</h4>
      <p>{t('facts.contest.now', { value: fact.value_text })}</p>
      {problem ? <Trouble problem={problem} /> : null}
      <LongField
        ref={field}
        label={t('facts.contest.label')}
        hint={t('facts.contest.hint')}
        error={empty ? t('facts.contest.empty') : null}
        rows={3}
        value={reason}
        onChange={setReason}
      />
      <div className="me__row">
        <Button type="submit" disabled={busy}>
          {t('facts.contest.go')}
        </Button>
        <Button kind="quiet" onClick={cancel}>
          {t('facts.contest.cancel')}
        </Button>
      </div>
    </form>
  )
}
