import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { Problem } from '~/api/problem'
import { rememberAnswer, useAsk } from '~/api/useAsk'
import { Button, ButtonLink } from '~/design/Button/Button'
import { LongField } from '~/design/Field/Field'
import { Notice } from '~/design/Notice/Notice'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { Answered } from '~/features/desk/frame/Answered'
import { Subject } from '~/features/desk/frame/Subject'
import { dropDraft, keepDraft, readDraft } from '~/offline/drafts'
import { phone } from '~/offline/phone'
import type { Journey } from '../journey/types'
import { FileWays } from './FileWays'
import { Mistakes } from './Mistakes'
import { StepEditor } from './StepEditor'
import { WholeForm } from './WholeForm'
import { check, facts, journey, propose, version, type Mistake } from './ask'
import { changed, moved, withNewStep } from './draft'

const NOTE_MIN = 10

/** A form taken in hand: changed from a version that there is, checked, and proposed with its reason. */
export function EditPage({ id, from }: { id: string; from: string }) {
  const { t } = useTranslation('services_versions')
  const page = useAsk(`desk journey ${id}`, () => journey(id))
  const asked = useAsk(`journey version ${from}`, () => version(id, from))
  const [kept, setKept] = useState<Kept | null>(null)
  const key = `journey ${id} ${from}`
  useEffect(() => {
    let current = true
    void readDraft(phone, key)
      .catch(() => ({}))
      .then((draft: Record<string, unknown>) => {
        if (current) setKept({ document: textOf(draft.document), note: textOf(draft.note) })
      })
    return () => {
      current = false
    }
  }, [key])
  const number = page.data?.versions.find((one) => one.hash === from)?.number
  return (
    <div className="desk__page desk__page--wide">
      <Answered asked={asked}>
        {(document) => (
          <Subject
            title={t('edit.title', { title: page.data?.title ?? '' })}
            lead={number ? t('edit.lead', { number }) : undefined}
          >
            {kept ? (
              <Editor id={id} start={document as unknown as Journey} kept={kept} draft={key} />
            ) : (
              <Skeleton label={t('edit.opening')} />
            )}
          </Subject>
        )}
      </Answered>
    </div>
  )
}

interface Kept {
  document: string
  note: string
}
const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

function Editor({ id, start, kept, draft }: { id: string; start: Journey; kept: Kept; draft: string }) {
  const { t, i18n } = useTranslation('services_versions')
  const [, go] = useLocation()
  const [hand, setHand] = useState<Journey>(() => (kept.document ? (JSON.parse(kept.document) as Journey) : start))
  const [note, setNote] = useState(kept.note)
  const [resumed, setResumed] = useState(kept.document !== '')
  const [mistakes, setMistakes] = useState<Mistake[] | null>(null)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [said, setSaid] = useState('')
  const known = useAsk('journey facts', facts)

  const keep = (document: Journey, words: string) =>
    void keepDraft(phone, draft, { document: JSON.stringify(document), note: words }).catch(() => undefined)
  const change = (next: Journey) => {
    setHand(next)
    setMistakes(null)
    keep(next, note)
  }
  const beginAnew = () => {
    setHand(start)
    setNote('')
    setResumed(false)
    setMistakes(null)
    void dropDraft(phone, draft).catch(() => undefined)
  }
  const attempt = async (what: () => Promise<void>) => {
    setBusy(true)
    setProblem(null)
    try {
      await what()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    }
    setBusy(false)
  }
  const look = async () => {
    const { data } = await check(id, hand)
    setMistakes(data)
    return data.length === 0
  }
  const send = () =>
    attempt(async () => {
      setTried(true)
      if (!(await look()) || note.trim().length < NOTE_MIN) return
      const { data } = await propose(id, hand, note)
      rememberAnswer(i18n.language, `desk journey ${id}`, data)
      await dropDraft(phone, draft).catch(() => undefined)
      go(`/desk/journeys/${id}`)
    })

  return (
    <>
      <div role="status">
        {resumed ? (
          <Notice
            tone="lake"
            title={t('edit.resumed')}
            action={
              <Button kind="quiet" onClick={beginAnew}>
                {t('edit.anew')}
              </Button>
            }
          >
            {t('edit.resumedText')}
          </Notice>
        ) : null}
      </div>
      <p role="status" className="desk__small">
        {said}
      </p>
      <FileWays service={id} journey={hand} read={change} />
      <WholeForm journey={hand} change={change} />
      <ol className="steps">
        {hand.steps.map((step, at) => (
          <StepEditor
            key={step.id}
            journey={hand}
            at={at}
            facts={known.data ?? []}
            change={(next) => change({ ...hand, steps: changed(hand.steps, at, next) })}
            move={(by) => {
              const steps = moved(hand.steps, at, by)
              if (steps === hand.steps) return
              change({ ...hand, steps })
              setSaid(t('edit.moved', { number: at + 1 + by }))
            }}
            remove={() => {
              change({ ...hand, steps: hand.steps.filter((_, other) => other !== at) })
              setSaid(t('edit.removed', { number: at + 1 }))
            }}
          />
        ))}
      </ol>
      <div>
        <Button
          kind="secondary"
          onClick={() => {
            change(withNewStep(hand))
            setSaid(t('edit.added', { number: hand.steps.length + 1 }))
          }}
        >
          {t('edit.addStep')}
        </Button>
      </div>
      <section className="desk__form" aria-labelledby="propose">
        <h2 id="propose">{t('propose.title')}</h2>
        <p>{t('propose.text')}</p>
        <LongField
          label={t('propose.note')}
          hint={t('propose.noteHint')}
          error={tried && note.trim().length < NOTE_MIN ? t('propose.noteMissing') : null}
          rows={2}
          value={note}
          onChange={(words) => {
            setNote(words)
            keep(hand, words)
          }}
        />
        <div aria-live="polite">
          {problem ? <Trouble problem={problem} /> : null}
          {mistakes ? <Mistakes mistakes={mistakes} /> : null}
        </div>
        <div className="version__acts">
          <Button disabled={busy} onClick={() => void send()}>
            {t('propose.button')}
          </Button>
          <Button kind="secondary" disabled={busy} onClick={() => void attempt(async () => void (await look()))}>
            {t('edit.check')}
          </Button>
          <ButtonLink kind="quiet" href={`/desk/journeys/${id}`}>
            {t('edit.later')}
          </ButtonLink>
        </div>
        <p className="desk__small">{t('edit.kept')}</p>
      </section>
    </>
  )
}
