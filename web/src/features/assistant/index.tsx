import { Sprout } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '~/api/problem'
import { useAsk } from '~/api/useAsk'
import { Button, ButtonLink } from '~/design/Button/Button'
import { Disclosure } from '~/design/Disclosure/Disclosure'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { TextField } from '~/design/Field/Field'
import { Notice } from '~/design/Notice/Notice'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { Back } from '~/features/residents/Back'
import { pauseLearning, type Learned } from './ask'
import { forgetOneAnywhere, forgetSinceAnywhere, learnedAnywhere, withThisPhone } from './here'
import { Brief, Keeping, Weeks } from './Keeping'
import './learned.css'

/** What was learned, all of it, and the ways to have it forgotten; what one does here counts from the next Today. */
export default function LearnedPage() {
  const { t, i18n } = useTranslation('assistant')
  const asked = useAsk('learned', () => learnedAnywhere(i18n.language))
  const [changed, setChanged] = useState<Learned | null>(null)
  const [said, setSaid] = useState('')
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  const now = changed ?? asked.data

  const act = async (doing: Promise<{ data: Learned }>, done: string) => {
    setBusy(true)
    setProblem(null)
    try {
      setChanged(await withThisPhone((await doing).data, i18n.language))
      setSaid(done)
    } catch (error) {
      setProblem(error as Problem)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Page title={t('title')} lead={t('lead')} above={<Back />}>
      <div className="learned">
        {asked.loading ? <Skeleton label={t('loading')} /> : null}
        {asked.problem ? <Trouble problem={asked.problem} again={asked.again} /> : null}
        {problem ? <Trouble problem={problem} /> : null}
        <p role="status" className={said ? 'learned__said' : 'ams-visually-hidden'}>
          {said}
        </p>
        {now?.state === 'no_consent' ? (
          <Notice
            action={
              <ButtonLink kind="secondary" href="/me/consents#offer_memory">
                {t('noConsent.go')}
              </ButtonLink>
            }
          >
            {t('noConsent.text')}
          </Notice>
        ) : null}
        {now?.state === 'paused' ? <Notice>{t('pausedNow')}</Notice> : null}
        {now && now.choices.length === 0 ? (
          <EmptyState icon={<Sprout aria-hidden="true" />} title={t('none.title')}>
            <p>{t('none.text')}</p>
          </EmptyState>
        ) : null}
        {now && now.statements.length > 0 ? (
          <ul className="learned__statements">
            {now.statements.map((one) => (
              <li key={`${one.code} ${one.title}`} className="learned__statement">
                <h2>{one.title}</h2>
                <p>{one.text}</p>
                <div className="learned__bar" aria-hidden="true">
                  <div style={{ inlineSize: `${Math.round(one.share * 100)}%` }} />
                </div>
              </li>
            ))}
          </ul>
        ) : null}
        {now && now.choices.length > 0 ? <Choices now={now} busy={busy} act={act} /> : null}
        {now && now.weeks.length > 0 ? <Weeks now={now} /> : null}
        {now && now.state !== 'no_consent' ? <Keeping now={now} busy={busy} act={act} /> : null}
        {now ? <Brief now={now} busy={busy} act={act} /> : null}
        {now ? <Ways now={now} busy={busy} act={act} /> : null}
      </div>
    </Page>
  )
}

interface Acting {
  now: Learned
  busy: boolean
  act: (doing: Promise<{ data: Learned }>, done: string) => Promise<void>
}

function Choices({ now, busy, act }: Acting) {
  const { t } = useTranslation('assistant')
  return (
    <section aria-labelledby="learned-from">
      <h2 id="learned-from">{t('from.title')}</h2>
      <p>{t('from.text', { count: now.choices.length })}</p>
      <Disclosure summary={t('from.show')}>
        <ul className="learned__choices">
          {now.choices.map((one) => (
            <li key={one.id}>
              <div>
                <strong>{one.title}</strong>
                <span>
                  {one.how}. {one.when}
                </span>
              </div>
              <Button
                kind="quiet"
                disabled={busy}
                aria-label={t('from.forgetThis', { title: one.title })}
                onClick={() => void act(forgetOneAnywhere(one.id, now), t('forgotten.one', { title: one.title }))}
              >
                {t('from.forget')}
              </Button>
            </li>
          ))}
        </ul>
      </Disclosure>
      <p className="learned__small">{now.weights_text}</p>
    </section>
  )
}

function Ways({ now, busy, act }: Acting) {
  const { t } = useTranslation('assistant')
  const [since, setSince] = useState('')
  const [sure, setSure] = useState(false)
  const paused = now.state === 'paused'
  return (
    <section aria-labelledby="learned-ways" className="learned__ways">
      <h2 id="learned-ways">{t('ways.title')}</h2>
      {now.state === 'no_consent' ? null : (
        <Button
          kind="secondary"
          disabled={busy}
          onClick={() => void act(pauseLearning(!paused), paused ? t('ways.goesOn') : t('ways.pauses'))}
        >
          {paused ? t('ways.goOn') : t('ways.pause')}
        </Button>
      )}
      {now.choices.length > 0 ? (
        <>
          <form
            className="learned__since"
            onSubmit={(event) => {
              event.preventDefault()
              if (since) void act(forgetSinceAnywhere(since, now), t('forgotten.since'))
            }}
          >
            <TextField label={t('ways.sinceLabel')} type="date" value={since} onChange={setSince} />
            <Button type="submit" kind="secondary" disabled={busy || !since}>
              {t('ways.since')}
            </Button>
          </form>
          {sure ? (
            <div className="learned__sure">
              <p>{t('ways.sure')}</p>
              <Button disabled={busy} onClick={() => void act(forgetSinceAnywhere(null, now), t('forgotten.all'))}>
                {t('ways.all')}
              </Button>
              <Button kind="quiet" onClick={() => setSure(false)}>
                {t('ways.keep')}
              </Button>
            </div>
          ) : (
            <Button kind="quiet" className="learned__all" onClick={() => setSure(true)}>
              {t('ways.allAsk')}
            </Button>
          )}
        </>
      ) : null}
    </section>
  )
}
