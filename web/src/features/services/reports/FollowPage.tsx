import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '~/api/problem'
import { useAsk } from '~/api/useAsk'
import { Button, ButtonLink } from '~/design/Button/Button'
import { Card, Chip } from '~/design/Card/Card'
import { LongField } from '~/design/Field/Field'
import { KeptAt } from '~/design/KeptAt/KeptAt'
import { Notice } from '~/design/Notice/Notice'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { followUp, reopenReport, report, type Report } from './ask'
import { TONE } from './tone'
import './reports.css'

/** How a report stands: for everybody by its number, for its reporter by her code. */
export function FollowPage({ id }: { id: string }) {
  const { t } = useTranslation('services_reports')
  const asked = useAsk(`report ${id}`, () => report(id))
  const [after, setAfter] = useState<Report | null>(null)
  const one = after ?? asked.data
  const query = new URLSearchParams(window.location.search)

  if (!one)
    return (
      <Page title={t('follow.title')}>
        {asked.problem ? <Trouble problem={asked.problem} again={asked.again} /> : <Skeleton label={t('loading')} />}
      </Page>
    )
  return (
    <Page title={one.title} above={t('follow.number', { number: one.number })}>
      <div className="report">
        <KeptAt at={asked.keptAt} />
        {query.has('new') && one.mine ? (
          <Notice tone="true" role="status" title={t('follow.sent')}>
            {t('follow.sentText', { office: one.office, day: one.due_text ?? '' })}
          </Notice>
        ) : null}
        {query.has('joined') ? (
          <Notice tone="true" role="status">
            {t('follow.joined')}
          </Notice>
        ) : null}
        {one.mine ? (
          <Card as="section" tone="lake" aria-labelledby="code">
            <h2 id="code">{t('follow.code')}</h2>
            <p className="report__code">{one.mine.code}</p>
            <p>{t('follow.codeText')}</p>
          </Card>
        ) : null}
        <div className="report__stands">
          <Chip tone={TONE[one.state]}>{one.state_text}</Chip>
          <p>
            {[one.office, one.due_text ? t('follow.due', { day: one.due_text }) : '', t('same.joined', { count: one.joined })]
              .filter(Boolean)
              .join(' · ')}
          </p>
          {one.address ? <p>{one.address}</p> : null}
        </div>
        {one.text ? <p className="report__text">{one.text}</p> : null}
        {one.photo ? <img className="report__photo" src={one.photo} alt={t('follow.photo')} /> : null}
        <section aria-labelledby="story">
          <h2 id="story">{t('follow.story')}</h2>
          {one.moves.length === 0 ? <p>{t('follow.nothing')}</p> : null}
          <ul className="story">
            {one.moves.map((move, at) => (
              <li key={at}>
                <strong>{move.text}</strong> · {move.day_text}
                {move.said ? <p>{move.said}</p> : null}
              </li>
            ))}
          </ul>
        </section>
        {one.mine && (one.mine.can_say_more || one.mine.can_reopen) ? (
          <Say key={one.moves.length} one={one} code={one.mine.code} changed={setAfter} />
        ) : null}
        <div className="report__go">
          <ButtonLink kind="secondary" href="/services/report">
            {t('follow.another')}
          </ButtonLink>
        </div>
      </div>
    </Page>
  )
}

function Say({ one, code, changed }: { one: Report; code: string; changed: (now: Report) => void }) {
  const { t } = useTranslation('services_reports')
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const again = one.mine!.can_reopen
  const send = async () => {
    setBusy(true)
    try {
      changed((await (again ? reopenReport : followUp)(code, text)).data)
    } catch (error) {
      setBusy(false)
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    }
  }
  return (
    <form
      className="report"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      {problem ? <Trouble problem={problem} /> : null}
      <LongField
        label={again ? t('follow.reopen') : t('follow.more')}
        hint={again ? t('follow.reopenHint') : t('follow.moreHint')}
        rows={3}
        value={text}
        onChange={setText}
      />
      <div>
        <Button type="submit" kind="secondary" disabled={busy || !text.trim()}>
          {again ? t('follow.reopenAct') : t('follow.moreAct')}
        </Button>
      </div>
    </form>
  )
}
