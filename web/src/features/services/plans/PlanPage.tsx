import { CircleCheck, Footprints, MessageCircleQuestion, Phone } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { Problem } from '~/api/problem'
import { useAsk } from '~/api/useAsk'
import { Button, ButtonLink } from '~/design/Button/Button'
import { Card, Chip } from '~/design/Card/Card'
import { Disclosure } from '~/design/Disclosure/Disclosure'
import { KeptAt } from '~/design/KeptAt/KeptAt'
import { Notice } from '~/design/Notice/Notice'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { openCase, plan, type PlanStep } from '../ask'
import { Back } from '../cases/CasePage'

const TONE = {
  due: 'warm',
  confirm: 'warm',
  ask: 'plain',
  later: 'lake',
  asked: 'lake',
  had: 'true',
  no: 'plain',
} as const

/** What comes after something that happened, as one page: each step on its day, with why. */
export function PlanPage({ id, subject }: { id: string; subject: string }) {
  const { t } = useTranslation('services')
  const asked = useAsk(`plan ${id} ${subject}`, () => plan(id, subject))
  const one = asked.data
  return (
    <Page above={<Back />} title={one?.title ?? t('plan.title')} lead={one?.lead}>
      <div className="journey">
        <KeptAt at={asked.keptAt} />
        {asked.problem ? <Trouble problem={asked.problem} again={asked.again} /> : null}
        {!one && !asked.problem ? <Skeleton label={t('loading')} /> : null}
        {one ? <p className="plan__on">{one.on_text}</p> : null}
        {one && one.questions.length > 0 ? (
          <Notice
            tone="lake"
            icon={<MessageCircleQuestion aria-hidden="true" size={20} />}
            title={t('plan.questions', { count: one.questions.length })}
            action={
              <ButtonLink kind="secondary" href={`/services/plans/${id}/${subject}/questions`}>
                {t('plan.answer')}
              </ButtonLink>
            }
          >
            {t('plan.settle', { count: one.questions.reduce((sum, question) => sum + question.settles.length, 0) })}
          </Notice>
        ) : null}
        {one ? (
          <ol className="plan">
            {one.steps.map((step) => (
              <li key={step.service}>
                <Step step={step} />
              </li>
            ))}
          </ol>
        ) : null}
        {one && one.done.length > 0 ? <Lines title={t('plan.done')} lines={one.done} /> : null}
        {one && one.stops.length > 0 ? <Lines title={t('plan.stops')} lines={one.stops} /> : null}
        {one ? (
          <p className="plan__person">
            <Phone aria-hidden="true" size={18} /> {one.person}
          </p>
        ) : null}
      </div>
    </Page>
  )
}

function Step({ step }: { step: PlanStep }) {
  const { t } = useTranslation('services')
  const [, go] = useLocation()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const titled = `step-${step.service}`
  const open = step.state === 'due' || step.state === 'confirm'
  const begin = async () => {
    setBusy(true)
    setProblem(null)
    try {
      go(`/services/cases/${(await openCase(crypto.randomUUID(), step.service, step.subject)).data.id}`)
    } catch (error) {
      setBusy(false)
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    }
  }
  return (
    <Card as="article" aria-labelledby={titled} tone={step.state === 'due' ? 'warm' : 'plain'} className="plan__step">
      <p className="plan__when">
        <Chip tone={TONE[step.state]}>{step.state_text}</Chip>
        {step.day_text ? <span>{step.day_text}</span> : null}
        {step.by_text ? <span>{step.by_text}</span> : null}
      </p>
      <h2 id={titled}>{step.title}</h2>
      <p>{step.text}</p>
      {problem ? <Trouble problem={problem} /> : null}
      {open && !step.case ? (
        <div>
          <Button disabled={busy} onClick={() => void begin()} aria-describedby={titled}>
            {step.act}
          </Button>
        </div>
      ) : null}
      {step.case ? (
        <div>
          <ButtonLink kind="secondary" href={`/services/cases/${step.case}`} aria-describedby={titled}>
            {t('plan.see')}
          </ButtonLink>
        </div>
      ) : null}
      {step.way_href && step.state !== 'had' && step.state !== 'no' ? (
        <div>
          <ButtonLink
            kind="quiet"
            href={step.way_href}
            icon={<Footprints aria-hidden="true" size={18} />}
            aria-describedby={titled}
          >
            {step.way_text}
          </ButtonLink>
        </div>
      ) : null}
      <Disclosure summary={t('plan.why')} about={t('plan.whyOf', { title: step.title })}>
        <ul className="service__list">
          {(step.state === 'no' ? step.why_not : step.why).map((reason) => (
            <li key={reason}>{step.state === 'no' ? t('plan.notSo', { reason }) : reason}</li>
          ))}
        </ul>
        <p className="journey__saved">{step.law}</p>
      </Disclosure>
    </Card>
  )
}

function Lines({ title, lines }: { title: string; lines: string[] }) {
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <ul className="service__list">
        {lines.map((line) => (
          <li key={line} className="service__way">
            <CircleCheck aria-hidden="true" size={20} />
            <span>{line}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
