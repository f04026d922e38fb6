import { CloudOff, LocateFixed, MapPin, Trash2 } from 'lucide-react'
import { useEffect, useRef, useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { Problem } from '~/api/problem'
import { useAsk } from '~/api/useAsk'
import { Button } from '~/design/Button/Button'
import { Card } from '~/design/Card/Card'
import { ChoiceField, Field, LongField, TextField } from '~/design/Field/Field'
import { KeptAt } from '~/design/KeptAt/KeptAt'
import { Notice } from '~/design/Notice/Notice'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { location, usePosition } from '~/geo/position'
import { joinReport, reportKinds, reportsNear, type NearReport, type ReportKind } from './ask'
import { askedFor, saysWhere, type ReportDraft } from './draft'
import { smallPicture } from './picture'
import { useReport } from './useReport'
import './reports.css'

/** A problem reported in three steps: what, where, and in one's own words with a picture. */
export function ReportPage() {
  const { t } = useTranslation('services_reports')
  const [, go] = useLocation()
  const [from] = useState(() => askedFor(window.location.search))
  const sent = (code: string) => go(`/services/reports/${code}?new`)
  const { draft, change, send, forget, busy, problem } = useReport(from, sent)
  const asked = useAsk('report kinds', reportKinds)
  const [chosenStep, setStep] = useState<number | null>(null)
  const kinds = asked.data?.flatMap((group) => group.kinds) ?? []
  const kind = kinds.find((one) => one.code === draft?.kind)
  const step = chosenStep ?? (kind && from.kind ? (from.place ? 3 : 2) : 1)

  if (!draft || !asked.data)
    return (
      <Page title={t('title')}>
        {asked.problem ? <Trouble problem={asked.problem} again={asked.again} /> : <Skeleton label={t('loading')} />}
      </Page>
    )
  if (draft.waiting)
    return (
      <Page title={t('waiting.title')}>
        <Notice tone="warm" role="status" icon={<CloudOff aria-hidden="true" />}>
          {t('waiting.text')}
        </Notice>
        <div className="report__go">
          <Button disabled={busy} onClick={() => void send(draft)}>
            {t('waiting.again')}
          </Button>
          <Button kind="quiet" onClick={() => void forget()}>
            {t('forget')}
          </Button>
        </div>
      </Page>
    )

  return (
    <Page title={t(`step${step}.title`)} above={t('at', { at: step, of: 3 })} lead={step === 1 ? t('lead') : undefined}>
      <div className="report">
        <KeptAt at={asked.keptAt} />
        <progress className="report__progress" aria-label={t('at', { at: step, of: 3 })} value={step} max={3} />
        {problem ? <Trouble problem={problem} /> : null}
        {step === 1 ? (
          <WhatStep
            groups={asked.data}
            draft={draft}
            done={(code) => {
              change({ kind: code, answers: {} })
              setStep(2)
            }}
          />
        ) : null}
        {step === 2 ? <WhereStep draft={draft} change={change} done={() => setStep(3)} back={() => setStep(1)} /> : null}
        {step === 3 && kind ? (
          <WordsStep
            kind={kind}
            draft={draft}
            busy={busy}
            change={change}
            back={() => setStep(2)}
            send={() => void send(draft)}
            joined={(number) => {
              void forget()
              go(`/services/reports/${number}?joined`)
            }}
          />
        ) : null}
        {draft.kind ? (
          <Button
            kind="quiet"
            icon={<Trash2 aria-hidden="true" size={18} />}
            onClick={() => {
              setStep(1)
              void forget()
            }}
          >
            {t('forget')}
          </Button>
        ) : null}
      </div>
    </Page>
  )
}

interface WhatProps {
  groups: { id: string; title: string; kinds: ReportKind[] }[]
  draft: ReportDraft
  done: (code: string) => void
}

function WhatStep({ groups, draft, done }: WhatProps) {
  return (
    <div className="report">
      {groups.map((group) => (
        <section key={group.id} aria-labelledby={`group-${group.id}`}>
          <h2 id={`group-${group.id}`}>{group.title}</h2>
          <ul className="report__kinds">
            {group.kinds.map((one) => (
              <li key={one.code}>
                <button
                  type="button"
                  className="report__kind"
                  aria-current={draft.kind === one.code || undefined}
                  onClick={() => done(one.code)}
                >
                  <strong>{one.title}</strong>
                  <span>{one.about}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

interface StepProps {
  draft: ReportDraft
  change: (changes: Partial<ReportDraft>) => void
  back: () => void
}

/** By the phone's position, only when one asks for it, or in words; the place one came from is enough. */
function WhereStep({ draft, change, done, back }: StepProps & { done: () => void }) {
  const { t } = useTranslation('services_reports')
  const position = usePosition()
  const [wanted, setWanted] = useState(false)
  const [tried, setTried] = useState(false)

  useEffect(() => {
    if (!wanted || draft.lat !== null || position.state !== 'known') return
    const round = (degrees: number) => Math.round(degrees * 1e5) / 1e5
    change({ lat: round(position.point.lat), lon: round(position.point.lon) })
  }, [wanted, draft.lat, position, change])

  const goOn = (event: SubmitEvent) => {
    event.preventDefault()
    setTried(true)
    if (saysWhere(draft)) done()
  }
  return (
    <form className="report" onSubmit={goOn} noValidate>
      {draft.place ? (
        <Notice tone="lake" icon={<MapPin aria-hidden="true" />}>
          {t('step2.place', { name: draft.placeName })}
        </Notice>
      ) : null}
      <div role="status">
        {draft.lat !== null ? (
          <Notice
            tone="true"
            icon={<LocateFixed aria-hidden="true" />}
            action={
              <Button
                kind="quiet"
                onClick={() => {
                  setWanted(false)
                  change({ lat: null, lon: null })
                }}
              >
                {t('step2.forget')}
              </Button>
            }
          >
            {t('step2.known')}
          </Notice>
        ) : wanted && position.state === 'asking' ? (
          <p>{t('step2.asking')}</p>
        ) : position.state === 'refused' || position.state === 'missing' ? (
          <p>{t('step2.refused')}</p>
        ) : null}
      </div>
      {draft.lat === null ? (
        <div>
          <Button
            kind="secondary"
            icon={<LocateFixed aria-hidden="true" size={18} />}
            onClick={() => {
              setWanted(true)
              location.ask()
            }}
          >
            {t('step2.use')}
          </Button>
          <p className="report__small">{t('step2.choice')}</p>
        </div>
      ) : null}
      <TextField
        label={draft.lat === null && !draft.place ? t('step2.address') : t('step2.addressToo')}
        hint={t('step2.addressHint')}
        error={tried && !saysWhere(draft) ? t('step2.missing') : null}
        maxLength={200}
        value={draft.address}
        onChange={(address) => change({ address })}
      />
      <div className="report__go">
        <Button type="submit">{t('on')}</Button>
        <Button kind="quiet" onClick={back}>
          {t('back')}
        </Button>
      </div>
    </form>
  )
}

interface WordsProps extends StepProps {
  kind: ReportKind
  busy: boolean
  send: () => void
  joined: (number: string) => void
}

function WordsStep({ kind, draft, change, busy, back, send, joined }: WordsProps) {
  const { t } = useTranslation('services_reports')
  const [tried, setTried] = useState(false)
  const [wrongPicture, setWrongPicture] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const missing = (code: string, required: boolean) => required && !draft.answers[code]

  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setTried(true)
    if (kind.asks.some((ask) => missing(ask.code, ask.required))) {
      form.current?.querySelector<HTMLElement>('.field input')?.focus()
      return
    }
    send()
  }
  const take = async (file: File | undefined) => {
    setWrongPicture(false)
    if (!file) return
    try {
      change({ picture: await smallPicture(file) })
    } catch {
      setWrongPicture(true)
    }
  }
  return (
    <form className="report" ref={form} onSubmit={submit} noValidate>
      <SameProblem draft={draft} joined={joined} />
      {kind.asks.map((ask) => {
        const error = tried && missing(ask.code, ask.required) ? t('step3.missing') : null
        const say = (value: string) => change({ answers: { ...draft.answers, [ask.code]: value } })
        return ask.choices.length > 0 ? (
          <ChoiceField
            key={ask.code}
            label={ask.text}
            error={error}
            value={draft.answers[ask.code] ?? null}
            onChange={say}
            options={ask.choices.map((one) => ({ value: one.id, label: one.text }))}
          />
        ) : (
          <TextField
            key={ask.code}
            label={ask.text}
            error={error}
            maxLength={200}
            value={draft.answers[ask.code] ?? ''}
            onChange={say}
          />
        )
      })}
      <LongField
        label={t('step3.text')}
        hint={t('step3.textHint')}
        rows={3}
        value={draft.text}
        onChange={(text) => change({ text })}
      />
      {draft.picture ? (
        <figure className="report__picture">
          <img src={draft.picture} alt={t('step3.pictureAlt')} />
          <Button
            kind="quiet"
            icon={<Trash2 aria-hidden="true" size={18} />}
            onClick={() => change({ picture: null })}
          >
            {t('step3.pictureRemove')}
          </Button>
        </figure>
      ) : (
        <Field
          label={t('step3.picture')}
          hint={t('step3.pictureHint')}
          error={wrongPicture ? t('step3.pictureWrong') : null}
        >
          {(names) => (
            <input
              {...names}
              type="file"
              className="ams-text-input"
              accept="image/jpeg,image/png,image/webp"
              capture="environment"
              onChange={(event) => void take(event.target.files?.[0])}
            />
          )}
        </Field>
      )}
      <Card tone="lake">
        <p>{kind.notice}</p>
        {kind.passed_on ? <p>{t('step3.passedOn', { name: kind.passed_on })}</p> : null}
        <p className="report__small">{t('step3.privacy')}</p>
      </Card>
      <div className="report__go">
        <Button type="submit" disabled={busy}>
          {t('step3.send')}
        </Button>
        <Button kind="quiet" onClick={back}>
          {t('back')}
        </Button>
      </div>
    </form>
  )
}

/** What was reported close by: joining it helps more than a second report. */
function SameProblem({ draft, joined }: { draft: ReportDraft; joined: (number: string) => void }) {
  const { t } = useTranslation('services_reports')
  const [problem, setProblem] = useState<Problem | null>(null)
  const { kind, lat, lon } = draft
  const can = kind !== null && lat !== null && lon !== null
  const asked = useAsk(can ? `near ${kind} ${lat} ${lon}` : null, () => reportsNear(kind!, lat!, lon!))
  if (!asked.data?.length) return null

  const join = async (one: NearReport) => {
    try {
      await joinReport(one.number, draft.id)
      joined(one.number)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    }
  }
  return (
    <section aria-labelledby="same" className="report">
      <h2 id="same">{t('same.title')}</h2>
      <p>{t('same.text')}</p>
      {problem ? <Trouble problem={problem} /> : null}
      <ul className="rows">
        {asked.data.map((one) => (
          <Card as="li" key={one.number} tone="warm">
            <strong>{t('same.line', { title: one.title, metres: one.metres })}</strong>
            <p>
              {[one.state_text, t('same.since', { day: one.filed_text }), t('same.joined', { count: one.joined })].join(' · ')}
            </p>
            <Button kind="secondary" onClick={() => void join(one)}>
              {t('same.join')}
            </Button>
          </Card>
        ))}
      </ul>
    </section>
  )
}
