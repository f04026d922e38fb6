import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '~/api/problem'
import { useHere } from '~/app/session'
import { Disclosure } from '~/design/Disclosure/Disclosure'
import { Notice } from '~/design/Notice/Notice'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Toggle } from '~/design/Toggle/Toggle'
import { Trouble } from '~/design/Trouble/Trouble'
import { receipt } from './ask'
import { articleOf, dateText, dayOf } from './days'
import { ReceiptPaper } from './ReceiptPaper'
import type { Consent, Receipt } from './types'

interface Props {
  consent: Consent
  /** The child it is about; nobody for oneself. */
  of?: string
  busy: boolean
  justChanged: boolean
  change: (granted: boolean) => void
}

/** One consent: what, why, which facts, its switch, and its receipt. */
export function ConsentCard({ consent, of, busy, justChanged, change }: Props) {
  const { t, i18n } = useTranslation('residents')
  const { city } = useHere()
  const since = consent.since
    ? t('consents.since', {
        date: dateText(consent.since, i18n.language, city?.time_zone),
        context: articleOf(dayOf(consent.since, city?.time_zone)),
      })
    : undefined
  return (
    <li className="consent" id={consent.purpose}>
      <h2>{consent.title}</h2>
      <p>{consent.what}</p>
      <dl>
        <div>
          <dt>{t('consents.why')}</dt>
          <dd>{consent.why}</dd>
        </div>
        <div>
          <dt>{t('consents.facts')}</dt>
          <dd>{consent.facts.length > 0 ? consent.facts.join(' · ') : t('consents.no_facts')}</dd>
        </div>
      </dl>
      <Toggle
        label={
          <>
            {t('consents.switch')}
            <span className="ams-visually-hidden">: {consent.title}</span>
          </>
        }
        hint={since}
        state={consent.granted ? t('consents.on') : t('consents.off')}
        checked={consent.granted}
        disabled={busy}
        onChange={change}
      />
      {justChanged ? (
        <Notice tone={consent.granted ? 'true' : 'lake'}>
          {consent.granted
            ? t('consents.now_on', { title: consent.title })
            : t('consents.now_off', { title: consent.title })}
        </Notice>
      ) : null}
      {consent.receipt_url || justChanged ? <ReceiptDetails key={consent.since} consent={consent} of={of} /> : null}
    </li>
  )
}

function ReceiptDetails({ consent, of }: { consent: Consent; of?: string }) {
  const { t } = useTranslation('residents')
  const [paper, setPaper] = useState<Receipt | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)

  const fetchOnce = () => {
    if (paper) return
    setProblem(null)
    receipt(consent.purpose, of).then(
      (answer) => setPaper(answer.data),
      (error: unknown) => setProblem(error as Problem),
    )
  }

  return (
    <Disclosure
      summary={t('consents.receipt')}
      about={t('consents.receipt_of', { title: consent.title })}
      onOpen={fetchOnce}
    >
      {problem ? <Trouble problem={problem} again={fetchOnce} /> : null}
      {paper ? (
        <>
          <p className="fact__from">{t('consents.receipt_text')}</p>
          <ReceiptPaper paper={paper} file={`receipt-${consent.purpose}.json`} />
        </>
      ) : problem ? null : (
        <Skeleton rows={1} label={t('loading')} />
      )}
    </Disclosure>
  )
}
