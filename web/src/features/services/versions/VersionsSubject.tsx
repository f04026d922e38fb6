import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '~/api/problem'
import { useAsk } from '~/api/useAsk'
import { useHere } from '~/app/session'
import { Button, ButtonLink } from '~/design/Button/Button'
import { Card, Chip } from '~/design/Card/Card'
import { Notice } from '~/design/Notice/Notice'
import { Trouble } from '~/design/Trouble/Trouble'
import { Answered } from '~/features/desk/frame/Answered'
import { Subject } from '~/features/desk/frame/Subject'
import { dateText } from '~/features/residents/days'
import { PublishForm } from './PublishForm'
import { journey, withdraw, type JourneyPage, type Version } from './ask'

const TONE = { live: 'true', scheduled: 'lake', proposed: 'warm', superseded: 'plain', withdrawn: 'plain' } as const
export type Standing = keyof typeof TONE

/** All versions of a service's form, the newest first: how each stands, and what may be done about it. */
export function VersionsSubject({ id, changed }: { id: string; changed: () => void }) {
  const { t } = useTranslation('services_versions')
  const asked = useAsk(`desk journey ${id}`, () => journey(id))
  const [done, setDone] = useState('')
  const status = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (done) status.current?.focus() // the button that did it is gone
  }, [done])
  return (
    <Answered asked={asked}>
      {(page) => (
        <Subject
          title={page.title}
          lead={t('lead', { count: page.versions.length })}
          list="/desk/journeys"
        >
          <div role="status" tabIndex={-1} ref={status} className="version__status">
            {done ? <Notice tone="true">{done}</Notice> : null}
          </div>
          {page.may_propose && page.live ? (
            <div>
              <ButtonLink href={`/desk/journeys/${id}/change/${page.live}`}>{t('change')}</ButtonLink>
            </div>
          ) : null}
          {page.versions.map((one) => (
            <VersionCard
              key={one.hash}
              page={page}
              version={one}
              settled={(now, said) => {
                asked.tell(now)
                setDone(said)
                changed()
              }}
            />
          ))}
        </Subject>
      )}
    </Answered>
  )
}

interface CardProps {
  page: JourneyPage
  version: Version
  settled: (now: JourneyPage, said: string) => void
}

function VersionCard({ page, version: one, settled }: CardProps) {
  const { t, i18n } = useTranslation('services_versions')
  const { city } = useHere()
  const [problem, setProblem] = useState<Problem | null>(null)
  const [publishing, setPublishing] = useState(false)
  const day = (iso: string) => dateText(iso, i18n.language, city?.time_zone)
  const name = t('version', { number: one.number })
  const standing = one.standing as Standing
  const at = `/desk/journeys/${page.service}`

  const callBack = async () => {
    setProblem(null)
    try {
      settled((await withdraw(page.service, one.hash)).data, t('done.withdrawn', { number: one.number }))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    }
  }
  return (
    <Card as="article" tone={standing === 'live' ? 'lake' : 'plain'} aria-labelledby={one.hash} className="version">
      <header className="version__head">
        <h2 id={one.hash}>{name}</h2>
        <Chip tone={TONE[standing]}>{t(`standing.${standing}`)}</Chip>
      </header>
      <dl className="version__facts">
        <div>
          <dt>{t('proposedBy')}</dt>
          <dd>
            {one.proposed_by ?? (one.origin === 'folder' ? t('folder') : t('nobody'))}, {day(one.proposed_at)}
          </dd>
        </div>
        {one.note ? (
          <div>
            <dt>{t('why')}</dt>
            <dd>{one.note}</dd>
          </div>
        ) : null}
        {one.live_from ? (
          <div>
            <dt>{t('from')}</dt>
            <dd>{day(one.live_from)}</dd>
          </div>
        ) : null}
        {one.decided_by && one.decided_at ? (
          <div>
            <dt>{standing === 'withdrawn' ? t('withdrawnBy') : t('publishedBy')}</dt>
            <dd>
              {one.decided_by}, {day(one.decided_at)}
              {one.decided_note ? `: ${one.decided_note}` : ''}
            </dd>
          </div>
        ) : null}
        <div>
          <dt>{t('hash')}</dt>
          <dd>
            <code>{one.hash.slice(0, 12)}</code>
          </dd>
        </div>
      </dl>
      {problem ? <Trouble problem={problem} /> : null}
      {standing === 'proposed' && one.own ? <p className="desk__small">{t('own')}</p> : null}
      {one.overtaken ? <p className="desk__small">{t('overtaken')}</p> : null}
      <div className="version__acts">
        {page.live && one.hash !== page.live ? (
          <>
            <ButtonLink kind="secondary" href={`${at}/compare/${page.live}/${one.hash}`} aria-label={`${t('compare')}: ${name}`}>
              {t('compare')}
            </ButtonLink>
            <ButtonLink kind="secondary" href={`${at}/try/${page.live}/${one.hash}`} aria-label={`${t('try.act')}: ${name}`}>
              {t('try.act')}
            </ButtonLink>
          </>
        ) : null}
        {page.may_propose && one.hash !== page.live ? (
          <ButtonLink kind="quiet" href={`${at}/change/${one.hash}`} aria-label={`${t('carryOn')}: ${name}`}>
            {t('carryOn')}
          </ButtonLink>
        ) : null}
        {one.may_publish && !publishing ? (
          <Button onClick={() => setPublishing(true)}>{t('publish.begin', { number: one.number })}</Button>
        ) : null}
        {one.may_withdraw ? (
          <Button kind="danger" onClick={() => void callBack()} aria-label={`${t('withdraw')}: ${name}`}>
            {t('withdraw')}
          </Button>
        ) : null}
      </div>
      {publishing && one.may_publish ? <PublishForm page={page} version={one} settled={settled} /> : null}
    </Card>
  )
}
