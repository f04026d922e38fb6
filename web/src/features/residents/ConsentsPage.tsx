import { ShieldCheck } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '~/api/problem'
import { useAsk } from '~/api/useAsk'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { consents, setConsent } from './ask'
import { Back } from './Back'
import { ConsentCard } from './ConsentCard'
import type { Consent } from './types'
import { useWhose, Whose } from './Whose'

/** What one allows the city beyond the law, each with its switch; it counts from the moment it moves. */
export function ConsentsPage() {
  const { t } = useTranslation('residents')
  const { of } = useWhose()
  const asked = useAsk(`consents ${of}`, () => consents(of))
  const [changed, setChanged] = useState<Record<string, Consent>>({})
  const [busy, setBusy] = useState<string | null>(null)
  const [said, setSaid] = useState('')
  const [problem, setProblem] = useState<Problem | null>(null)
  const loaded = asked.data !== null

  // Arriving from a fact: its consent stands in sight.
  useEffect(() => {
    const named = loaded && location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null
    named?.scrollIntoView()
  }, [loaded])

  const change = async (consent: Consent, granted: boolean) => {
    setBusy(consent.purpose)
    setProblem(null)
    try {
      const { data: now } = await setConsent(consent.purpose, granted, of)
      setChanged((before) => ({ ...before, [consent.purpose]: now }))
      setSaid(
        granted ? t('consents.now_on', { title: consent.title }) : t('consents.now_off', { title: consent.title }),
      )
    } catch (error) {
      setProblem(error as Problem)
    } finally {
      setBusy(null)
    }
  }

  return (
    <Page title={t('consents.title')} lead={t('consents.intro')} above={<Back />}>
      <div className="me">
        <Whose changed={() => setChanged({})} />
        {asked.loading ? <Skeleton label={t('loading')} /> : null}
        {asked.problem ? <Trouble problem={asked.problem} again={asked.again} /> : null}
        {problem ? <Trouble problem={problem} /> : null}
        <p role="status" className="ams-visually-hidden">
          {said}
        </p>
        {asked.data?.length === 0 ? (
          <EmptyState icon={<ShieldCheck aria-hidden="true" />} title={t('consents.none.title')}>
            {t('consents.none.text')}
          </EmptyState>
        ) : null}
        <ul className="consents">
          {asked.data?.map((before) => {
            const consent = changed[before.purpose] ?? before
            return (
              <ConsentCard
                key={consent.purpose}
                consent={consent}
                of={of}
                busy={busy === consent.purpose}
                justChanged={consent !== before}
                change={(granted) => void change(consent, granted)}
              />
            )
          })}
        </ul>
      </div>
    </Page>
  )
}
