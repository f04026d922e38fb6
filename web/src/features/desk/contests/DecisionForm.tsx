import { useRef, useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '~/api/problem'
import { Button } from '~/design/Button/Button'
import { ChoiceField, LongField, SelectField, TextField } from '~/design/Field/Field'
import { Trouble } from '~/design/Trouble/Trouble'
import { decide } from '../ask'
import { useShortcuts } from '../shortcuts'
import type { Contest } from '../types'
import { faultsOf, valueOf, type Draft } from './decision'

/** The registrar's decision, with the reason the resident reads and the law it rests on. */
export function DecisionForm({ contest, done }: { contest: Contest; done: (after: Contest) => void }) {
  const { t } = useTranslation('desk')
  const [draft, setDraft] = useState<Draft>({
    decision: null,
    value: contest.fact ? String(contest.fact.value) : '',
    reason: '',
    legal_basis: '',
  })
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const form = useRef<HTMLFormElement>(null)
  const firstChoice = () => form.current?.querySelector<HTMLInputElement>('input[type=radio]')?.focus()
  useShortcuts({ decide: firstChoice })

  const faults = faultsOf(draft)
  const said = (field: keyof Draft) => (tried && faults.includes(field) ? t(`contests.decide.missing.${field}`) : null)
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))

  const send = async (event: SubmitEvent) => {
    event.preventDefault()
    setTried(true)
    setProblem(null)
    if (faults.length > 0 || draft.decision === null) {
      // The error messages appear first; then the first field that lacks something takes the focus.
      setTimeout(() =>
        draft.decision === null ? firstChoice() : form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus(),
      )
      return
    }
    setBusy(true)
    try {
      const { data: after } = await decide(contest.id, {
        decision: draft.decision,
        value: draft.decision === 'amend' ? valueOf(draft.value, contest.type) : undefined,
        reason: draft.reason.trim(),
        legal_basis: draft.legal_basis.trim(),
      })
      done(after)
    } catch (error) {
      setBusy(false)
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    }
  }

  return (
    <form
      className="desk__form"
      ref={form}
      onSubmit={(event) => void send(event)}
      noValidate
      aria-labelledby="decide-title"
    >
      <h2 id="decide-title">{t('contests.decide.title')}</h2>
      {problem ? <Trouble problem={problem} /> : null}
      <ChoiceField
        label={t('contests.decide.choice')}
        error={said('decision')}
        value={draft.decision}
        onChange={(decision) => change({ decision })}
        options={[
          { value: 'amend', label: t('contests.decide.amend'), hint: t('contests.decide.amend_hint') },
          { value: 'keep', label: t('contests.decide.keep'), hint: t('contests.decide.keep_hint') },
        ]}
      />
      {draft.decision === 'amend' ? (
        <ValueField
          type={contest.type}
          value={draft.value}
          error={said('value')}
          onChange={(value) => change({ value })}
        />
      ) : null}
      <LongField
        label={t('contests.decide.reason')}
        hint={t('contests.decide.reason_hint')}
        error={said('reason')}
        rows={3}
        value={draft.reason}
        onChange={(reason) => change({ reason })}
      />
      <TextField
        label={t('contests.decide.basis')}
        hint={t('contests.decide.basis_hint')}
        error={said('legal_basis')}
        maxLength={500}
        value={draft.legal_basis}
        onChange={(legal_basis) => change({ legal_basis })}
      />
      <div>
        <Button type="submit" disabled={busy}>
          {t('contests.decide.go')}
        </Button>
      </div>
    </form>
  )
}

interface ValueProps {
  type: string
  value: string
  error: string | null
  onChange: (value: string) => void
}

function ValueField({ type, ...rest }: ValueProps) {
  const { t } = useTranslation('desk')
  const label = t('contests.decide.value')
  if (type === 'boolean') {
    const options = [
      { value: 'true', label: t('contests.decide.true') },
      { value: 'false', label: t('contests.decide.false') },
    ]
    return <SelectField label={label} options={options} {...rest} />
  }
  if (type === 'date') return <TextField type="date" label={label} {...rest} />
  return (
    <TextField
      label={label}
      hint={type === 'integer' ? t('contests.decide.whole_number') : t('contests.decide.value_hint')}
      inputMode={type === 'integer' ? 'numeric' : undefined}
      {...rest}
    />
  )
}
