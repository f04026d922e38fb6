import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { Problem } from '~/api/problem'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { answerOffer } from '../ask'
import { Back } from '../cases/CasePage'

/** Takes up an offer, and goes on with its application. */
export function OfferPage({ id }: { id: string }) {
  const { t } = useTranslation('services')
  const [, go] = useLocation()
  const [problem, setProblem] = useState<Problem | null>(null)
  const begun = useRef(false)
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    answerOffer(id, 'accept').then(
      ({ data }) => go(`/services/cases/${data.case}`, { replace: true }),
      (error: unknown) => setProblem(error as Problem),
    )
  }, [id, go])
  return (
    <Page above={<Back />} title={t('journey.opening')}>
      {problem ? <Trouble problem={problem} /> : <Skeleton label={t('loading')} />}
    </Page>
  )
}
