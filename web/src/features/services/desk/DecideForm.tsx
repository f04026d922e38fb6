import { useRef, useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '~/api/problem'
import { Button } from '~/design/Button/Button'
import { ChoiceField, LongField, TextField } from '~/design/Field/Field'
import { Trouble } from '~/design/Trouble/Trouble'
import { useShortcuts } from '~/features/desk/shortcuts'
import { askToComplete, decideCase, type DeskCase } from './ask'

type Choice = 'granted' | 'refused' | 'to_complete'
const CHOICES: Choice[] = ['granted', 'to_complete', 'refused']

/** Grant, refuse, or ask for what is missing: with the reason that the applicant reads, and the law. */
export function DecideForm({ one, done }: { one: DeskCase; done: (now: DeskCase, said: string) => void }) {
  const { t } = useTranslation('services_desk')
  const [choice, setChoice] = useState<Choice | null>(null)
  const [reason, setReason] = useState('')
  const [law, setLaw] = useState(one.law)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const form = useRef<HTMLFormElement>(null)
  useShortcuts({ decide: () => form.current?.querySelector<HTMLInputElement>('input[type=radio]')?.focus() })

  const missing = {
    choice: choice === null,
    reason: reason.trim().length < 10,
    law: choice !== 'to_complete' && law.trim().length < 3,
  }
  const said = (field: keyof typeof missing) => (tried && missing[field] ? t(`missing.${field}`) : null)

  const send = async (event: SubmitEvent) => {
    event.preventDefault()
    setTried(true)
    setProblem(null)
    if (choice === null || missing.reason || missing.law) {
      setTimeout(() =>
        (choice === null
          ? form.current?.querySelector<HTMLElement>('input[type=radio]')
          : form.current?.querySelector<HTMLElement>('[aria-invalid]')
        )?.focus(),
      )
      return
    }
    setBusy(true)
    try {
      const { data } =
        choice === 'to_complete'
          ? await askToComplete(one.id, reason)
          : await decideCase(one.id, choice, reason, law)
      done(data, t(`done.${choice}`))
    } catch (error) {
      setBusy(false)
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    }
  }

  return (
    <form className="desk__form" ref={form} onSubmit={(event) => void send(event)} noValidate aria-labelledby="decide">
      <h2 id="decide">{t('decide')}</h2>
      {problem ? <Trouble problem={problem} /> : null}
      <ChoiceField
        label={t('choice')}
        error={said('choice')}
        value={choice}
        onChange={setChoice}
        options={CHOICES.filter((to) => one.choices.includes(to)).map((to) => ({
          value: to,
          label: t(`choose.${to}`),
          hint: t(`chooseHint.${to}`),
        }))}
      />
      <LongField
        label={t('reason')}
        hint={t('reasonHint')}
        error={said('reason')}
        rows={3}
        value={reason}
        onChange={setReason}
      />
      {choice === 'to_complete' ? null : (
        <TextField label={t('basis')} error={said('law')} maxLength={500} value={law} onChange={setLaw} />
      )}
      <div>
        <Button type="submit" disabled={busy}>
          {choice ? t(`choose.${choice}`) : t('go')}
        </Button>
      </div>
    </form>
  )
}
