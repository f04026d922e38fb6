import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { Problem } from '~/api/problem'
import { useAsk } from '~/api/useAsk'
import { Button } from '~/design/Button/Button'
import { Notice } from '~/design/Notice/Notice'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { payInSandbox, payment, type Payment } from '../ask'
import '../journey/Journey.css'

/** The page of the payment sandbox: one pays without money, or fails to. */
export function PayPage({ reference }: { reference: string }) {
  const { t } = useTranslation('services')
  const [, go] = useLocation()
  const asked = useAsk(`payment ${reference}`, () => payment(reference))
  const [after, setAfter] = useState<Payment | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const back = new URLSearchParams(window.location.search).get('back') ?? ''
  const one = after ?? asked.data
  const choose = async (outcome: 'paid' | 'failed') => {
    setProblem(null)
    try {
      setAfter((await payInSandbox(reference, outcome)).data)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    }
  }
  // Only ever back into the app: an address may come from anybody.
  const home = /^\/services\/cases\/[\w-]+$/.test(back) ? back : '/services'

  return (
    <Page title={t('pay.title')} lead={one ? t('pay.lead', { amount: one.amount_text, what: one.what }) : undefined}>
      <div className="journey">
        {asked.problem ? <Trouble problem={asked.problem} again={asked.again} /> : null}
        {problem ? <Trouble problem={problem} /> : null}
        {!one && !asked.problem ? <Skeleton label={t('loading')} /> : null}
        {one?.state === 'open' ? (
          <>
            <Notice tone="warm">{t('pay.sandbox')}</Notice>
            <div className="journey__go">
              <Button onClick={() => void choose('paid')}>{t('pay.go', { amount: one.amount_text })}</Button>
              <Button kind="quiet" onClick={() => void choose('failed')}>
                {t('pay.fail')}
              </Button>
            </div>
          </>
        ) : null}
        {one && one.state !== 'open' ? (
          <>
            <Notice role="status" tone={one.state === 'paid' ? 'true' : 'false'}>
              {one.state === 'paid' ? t('pay.paid') : t('pay.failed')}
            </Notice>
            <div>
              <Button onClick={() => go(home)}>{t('pay.back')}</Button>
            </div>
          </>
        ) : null}
      </div>
    </Page>
  )
}
