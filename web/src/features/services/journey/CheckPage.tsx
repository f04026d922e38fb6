import { ArrowLeft } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, Redirect, useLocation } from 'wouter'
import { Problem } from '~/api/problem'
import { Button } from '~/design/Button/Button'
import { Notice } from '~/design/Notice/Notice'
import { Page } from '~/design/Page/Page'
import { Trouble } from '~/design/Trouble/Trouble'
import { completeCase, sendCase, withdrawCase, type Case } from '../ask'
import { CheckList, rowsOf } from './CheckList'
import type { useCase } from './useCase'
import './Journey.css'

/** Everything on one page before it is sent: what one said, what the city knew and from where, each with its change. */
export function CheckPage({ id, walkThrough }: { id: string; walkThrough: ReturnType<typeof useCase> }) {
  const { t } = useTranslation('services')
  const [, go] = useLocation()
  const { one, journey, states, next, values, answers, unsent, replace } = walkThrough
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  if (!one || !journey) return null
  if (next !== null) return <Redirect to={`/services/cases/${id}/${next}`} replace />

  const act = async (what: () => Promise<{ data: Case }>) => {
    setBusy(true)
    setProblem(null)
    try {
      replace((await what()).data)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    }
    setBusy(false)
  }
  const remove = async () => {
    setBusy(true)
    try {
      await withdrawCase(id)
      go('/services')
    } catch (error) {
      setBusy(false)
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    }
  }
  const rows = rowsOf(states, values)

  return (
    <Page
      title={one.for_name ? t('check.for', { title: one.title, name: one.for_name }) : one.title}
      above={t('check.above')}
      lead={rows.length > 0 ? t('check.lead') : t('check.nothing')}
    >
      <div className="journey">
        {problem ? <Trouble problem={problem} /> : null}
        <CheckList
          {...{ states, values, answers }}
          known={one.known}
          change={(step, label) => (
            <Link href={`/services/cases/${id}/${step.id}`} aria-label={t('check.changeOf', { label })}>
              {t('check.change')}
            </Link>
          )}
        />
        {one.proof ? <p className="journey__saved">{t('check.proof', { proof: one.proof })}</p> : null}
        {one.fee_text ? <Notice tone="lake">{t('check.fee', { fee: one.fee_text })}</Notice> : null}
        {unsent ? <Notice role="status">{t('journey.unsent')}</Notice> : null}
        <div className="journey__go">
          <Button
            disabled={busy || unsent}
            onClick={() => void act(() => (one.may.complete ? completeCase(id) : sendCase(id)))}
          >
            {one.may.complete ? t('check.complete') : one.act}
          </Button>
          <Link href="/services" className="journey__back">
            <ArrowLeft aria-hidden="true" size={18} />
            {t('check.later')}
          </Link>
          {one.state === 'draft' ? (
            <Button kind="danger" disabled={busy} onClick={() => void remove()}>
              {t('check.remove')}
            </Button>
          ) : null}
        </div>
      </div>
    </Page>
  )
}
