import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { Problem } from '~/api/problem'
import type { Answer } from '~/api/client'
import { useAsk } from '~/api/useAsk'
import { Button } from '~/design/Button/Button'
import { LongField } from '~/design/Field/Field'
import { Notice } from '~/design/Notice/Notice'
import { Trouble } from '~/design/Trouble/Trouble'
import { Answered } from '~/features/desk/frame/Answered'
import { Subject } from '~/features/desk/frame/Subject'
import { useShortcuts } from '~/features/desk/shortcuts'
import { PasskeyError } from '~/features/signin/webauthn'
import { checkDraft, decideObjection, draftOf, signDraft, withdrawDraft, type Draft } from './ask'
import { Says } from './Says'

interface Props {
  id: string
  list: string
  settled?: () => void
}

/** A draft: what changes, who has signed and who must still, what was objected, and what I can do about it. */
export function DraftSubject({ id, list, settled }: Props) {
  const asked = useAsk(`draft ${id}`, () => draftOf(id))
  const [after, setAfter] = useState<Draft | null>(null)
  return (
    <Answered asked={asked}>
      {(draft) => (
        <Shown
          draft={after ?? draft}
          list={list}
          changed={(now) => {
            setAfter(now)
            settled?.()
          }}
        />
      )}
    </Answered>
  )
}

function Shown({ draft, list, changed }: { draft: Draft; list: string; changed: (draft: Draft) => void }) {
  const { t } = useTranslation('records_desk')
  const [said, setSaid] = useState('')
  const [busy, setBusy] = useState(false)
  const [wordless, setWordless] = useState(false)
  const [unconfirmed, setUnconfirmed] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const may = (what: string) => draft.you.includes(what)
  const open = draft.objections.find((one) => !one.outcome)
  const words = may('check') || (may('decide') && open) || may('withdraw')

  const act = async (question: () => Promise<Answer<Draft>>, needsWords = false) => {
    setWordless(needsWords && !said.trim())
    if (needsWords && !said.trim()) return
    setBusy(true)
    setProblem(null)
    setUnconfirmed(false)
    try {
      const { data } = await question()
      setSaid('')
      changed(data)
    } catch (error) {
      if (error instanceof PasskeyError) setUnconfirmed(true)
      else if (error instanceof Problem) setProblem(error)
      else throw error
    }
    setBusy(false)
  }
  const sign = () => void act(() => signDraft(draft))
  const maySign = may('sign') && draft.sign_with !== 'none'
  useShortcuts(maySign ? { decide: sign } : {})

  return (
    <Subject
      title={`${draft.what}: ${draft.title}`}
      lead={`${draft.type_name} · ${draft.agency}`}
      list={list}
      chip={<span className="records-desk__chip">{draft.state_text}</span>}
    >
      {problem ? <Trouble problem={problem} /> : null}
      <div role="status">
        {unconfirmed ? <Notice tone="warm">{t('draft.unconfirmed')}</Notice> : null}
        {draft.state === 'final' ? <Notice tone="true">{t('draft.entered')}</Notice> : null}
        {draft.state === 'window' || draft.state === 'queued' ? (
          <Notice tone="lake">{t(`draft.${draft.state}`, { until: draft.waits_until_text })}</Notice>
        ) : null}
        {draft.said && draft.state !== 'final' ? <Notice>{draft.said}</Notice> : null}
      </div>
      {draft.objections.map((one) => (
        <Notice key={one.id} tone="warm" title={t('draft.objection')}>
          <p>{one.reason}</p>
          {one.answer ? <p>{t(`draft.${one.outcome}`, { answer: one.answer })}</p> : null}
        </Notice>
      ))}
      <dl className="records-desk__facts">
        <dt>{t('form.reason')}</dt>
        <dd>{[draft.cause, draft.reason].filter(Boolean).join(' ')}</dd>
        <dt>{t('form.law')}</dt>
        <dd>{draft.law}</dd>
        <dt>{t('draft.made_by')}</dt>
        <dd>{draft.made_by}</dd>
        {draft.checked_by ? (
          <>
            <dt>{t('draft.checked_by')}</dt>
            <dd>{draft.checked_by}</dd>
          </>
        ) : null}
      </dl>
      {draft.entries.map((entry) => (
        <Says
          key={entry.record}
          title={`${entry.what}: ${entry.type_name.toLowerCase()}, ${entry.title}`}
          fields={entry.fields}
          was={entry.was}
        />
      ))}
      <section aria-labelledby="needs-title">
        <h2 id="needs-title">{t('draft.needs')}</h2>
        <ul className="records-desk__needs">
          {draft.needs.map((need) => (
            <li key={need.who} data-done={need.have >= need.count || undefined}>
              {need.label}: {need.have >= need.count ? t('draft.signed') : t('draft.of', need)}
            </li>
          ))}
        </ul>
      </section>
      {may('sign') ? (
        <p className="desk__small">
          {t(`draft.with.${draft.sign_with}`)}{' '}
          {draft.sign_with === 'none' ? <Link href="/me/sign-in">{t('draft.make_passkey')}</Link> : null}
        </p>
      ) : null}
      {words ? (
        <LongField
          label={may('decide') && open ? t('draft.answer') : t('draft.words')}
          rows={2}
          value={said}
          onChange={setSaid}
          error={wordless ? t('form.missing') : null}
        />
      ) : null}
      <div className="records-desk__steps">
        {maySign ? (
          <Button disabled={busy} onClick={sign}>
            {t('draft.sign')}
          </Button>
        ) : null}
        {may('check') ? (
          <>
            <Button disabled={busy} onClick={() => void act(() => checkDraft(draft.id, true, said))}>
              {t('draft.pass')}
            </Button>
            <Button kind="secondary" disabled={busy} onClick={() => void act(() => checkDraft(draft.id, false, said), true)}>
              {t('draft.send_back')}
            </Button>
          </>
        ) : null}
        {may('decide') && open ? (
          <>
            <Button disabled={busy} onClick={() => void act(() => decideObjection(open.id, true, said), true)}>
              {t('draft.uphold')}
            </Button>
            <Button kind="secondary" disabled={busy} onClick={() => void act(() => decideObjection(open.id, false, said), true)}>
              {t('draft.dismiss')}
            </Button>
          </>
        ) : null}
        {may('withdraw') ? (
          <Button kind="danger" disabled={busy} onClick={() => void act(() => withdrawDraft(draft.id, said), true)}>
            {t('draft.withdraw')}
          </Button>
        ) : null}
        {draft.record ? <Link href={`/desk/records/of/${draft.record}`}>{t('draft.record')}</Link> : null}
      </div>
    </Subject>
  )
}
