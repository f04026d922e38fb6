import { ArrowLeft, Download, Footprints } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { Problem } from '~/api/problem'
import { Button, ButtonLink } from '~/design/Button/Button'
import { Card, Chip } from '~/design/Card/Card'
import { Disclosure } from '~/design/Disclosure/Disclosure'
import { LongField } from '~/design/Field/Field'
import { Notice } from '~/design/Notice/Notice'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { wayHref } from '~/features/places/placeHref'
import { appealCase, beginPayment, withdrawCase, type Case } from '../ask'
import { CheckPage } from '../journey/CheckPage'
import { useCase } from '../journey/useCase'
import { OnList } from './OnList'
import { TONE } from './tone'
import '../journey/Journey.css'

/** An application: to be checked and sent while it is a draft, and where it stands from then on. */
export function CasePage({ id }: { id: string }) {
  const { t } = useTranslation('services')
  const walkThrough = useCase(id)
  const { asked, one } = walkThrough
  if (!one)
    return (
      <Page title={t('journey.opening')}>
        {asked.problem ? <Trouble problem={asked.problem} again={asked.again} /> : <Skeleton label={t('loading')} />}
      </Page>
    )
  if (one.state === 'draft') return <CheckPage id={id} walkThrough={walkThrough} />
  return <Standing one={one} walkThrough={walkThrough} />
}

function Standing({ one, walkThrough }: { one: Case; walkThrough: ReturnType<typeof useCase> }) {
  const { t, i18n } = useTranslation('services')
  const [, go] = useLocation()
  const { journey, replace } = walkThrough
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [completing, setCompleting] = useState(false)
  const last = one.moves[0]

  if (completing) return <CheckPage id={one.id} walkThrough={walkThrough} />
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
  const pay = () => attempt(async () => leaveFor((await beginPayment(one.id)).data.url, go))
  const withdraw = () =>
    attempt(async () => {
      await withdrawCase(one.id)
      go('/services')
    })

  return (
    <Page
      above={<Back />}
      title={one.for_name ? t('check.for', { title: one.title, name: one.for_name }) : one.title}
      lead={one.number ? t('case.number', { number: one.number }) : undefined}
    >
      <div className="journey">
        <Card tone={TONE[one.state]} as="section" aria-labelledby="stands">
          <h2 id="stands">
            {one.state === 'sent' || one.state === 'to_pay'
              ? (journey?.sent.title[i18n.language] ?? one.state_text)
              : one.state_text}
          </h2>
          {one.state === 'sent' ? <p>{journey?.sent.text[i18n.language]}</p> : null}
          {one.state === 'to_pay' ? <p>{t('case.toPay', { fee: one.fee_text })}</p> : null}
          {last?.reason ? <p className="case__reason">{last.reason}</p> : null}
          {last?.law ? <p className="journey__saved">{last.law}</p> : null}
          {one.due_text ? <p>{t('case.due', { due: one.due_text })}</p> : null}
        </Card>
        {one.on_list ? <OnList at={one.on_list} /> : null}
        {problem ? <Trouble problem={problem} /> : null}
        {one.may.pay ? (
          <div>
            <Button disabled={busy} onClick={() => void pay()}>
              {t('case.pay', { fee: one.fee_text })}
            </Button>
          </div>
        ) : null}
        {one.may.complete ? (
          <div>
            <Button onClick={() => setCompleting(true)}>{t('case.complete')}</Button>
          </div>
        ) : null}
        {one.may.appeal ? <Appeal one={one} done={replace} /> : null}
        <Told one={one} />
        <Story one={one} />
        <p className="journey__saved">{t('case.office', { office: one.office })}</p>
        {one.place ? (
          <div>
            <ButtonLink kind="quiet" href={wayHref(one.place)} icon={<Footprints aria-hidden="true" size={18} />}>
              {t('case.way')}
            </ButtonLink>
          </div>
        ) : null}
        {one.may.withdraw ? (
          <Disclosure summary={t('case.withdraw.title')}>
            <p>{t('case.withdraw.text')}</p>
            <Button kind="danger" disabled={busy} onClick={() => void withdraw()}>
              {t('case.withdraw.go')}
            </Button>
          </Disclosure>
        ) : null}
      </div>
    </Page>
  )
}

/** Go to where one pays: a page of the app, or the provider's own. */
function leaveFor(url: string, go: (to: string) => void) {
  if (url.startsWith('/')) go(url)
  else window.location.assign(url)
}

export function Back() {
  const { t } = useTranslation('services')
  return (
    <Link href="/services" className="back">
      <ArrowLeft aria-hidden="true" size={18} />
      {t('back')}
    </Link>
  )
}

function Told({ one }: { one: Case }) {
  const { t } = useTranslation('services')
  if (one.told.length === 0 && one.documents.length === 0) return null
  return (
    <Disclosure summary={t('case.told')}>
      <dl className="check">
        {one.told.map((line) => (
          <div key={line.field} className="check__row">
            <dt>{line.label}</dt>
            <dd>
              <strong>{line.text}</strong>
              <small>{line.from_text}</small>
            </dd>
          </div>
        ))}
      </dl>
      <ul>
        {one.documents.map((file) => (
          <li key={file.id}>
            <a className="journey__back" href={`/api/v1/me/cases/${one.id}/files/${file.id}`} download={file.name}>
              <Download aria-hidden="true" size={18} />
              {file.name}
            </a>
          </li>
        ))}
      </ul>
    </Disclosure>
  )
}

function Story({ one }: { one: Case }) {
  const { t } = useTranslation('services')
  if (one.moves.length === 0) return null
  return (
    <section aria-labelledby="story">
      <h2 id="story">{t('case.story')}</h2>
      <ol className="story">
        {one.moves.map((move) => (
          <li key={move.at}>
            <Chip tone={TONE[move.to]}>{move.text}</Chip>
            <p>
              {move.by_text} · {move.day_text}
            </p>
            {move.reason && move !== one.moves[0] ? <p>{move.reason}</p> : null}
          </li>
        ))}
      </ol>
    </section>
  )
}

function Appeal({ one, done }: { one: Case; done: (after: Case) => void }) {
  const { t } = useTranslation('services')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const short = reason.trim().length < 10
  const send = async () => {
    setTried(true)
    if (short) return
    try {
      done((await appealCase(one.id, reason)).data)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    }
  }
  return (
    <Disclosure summary={t('case.appeal.title')}>
      <div className="journey">
        <Notice tone="lake">{t('case.appeal.text')}</Notice>
        {problem ? <Trouble problem={problem} /> : null}
        <LongField
          label={t('case.appeal.reason')}
          error={tried && short ? t('case.appeal.short') : null}
          value={reason}
          onChange={setReason}
         
        />
        <div>
          <Button onClick={() => void send()}>{t('case.appeal.go')}</Button>
        </div>
      </div>
    </Disclosure>
  )
}
