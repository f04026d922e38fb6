import { useTranslation } from 'react-i18next'
import { Redirect, useLocation } from 'wouter'
import { useAsk } from '~/api/useAsk'
import { ButtonLink } from '~/design/Button/Button'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { tellOwnWord } from '~/features/residents/ask'
import { myServices } from '../ask'
import { Back } from '../cases/CasePage'
import { Asked } from './Asked'

/** Something that only she can tell has happened: its day is asked, and a plan is made. */
export function BeginPage({ id }: { id: string }) {
  const { t } = useTranslation('services')
  const [, go] = useLocation()
  const asked = useAsk('my services', myServices)
  const stands = asked.data?.plans.find((plan) => plan.id === id)
  const one = asked.data?.beginnings.find((beginning) => beginning.id === id)
  if (!asked.data)
    return (
      <Page title={t('plan.title')}>
        {asked.problem ? <Trouble problem={asked.problem} again={asked.again} /> : <Skeleton label={t('loading')} />}
      </Page>
    )
  if (!one) return <Redirect to={stands ? `/services/plans/${id}/${stands.subject}` : '/services'} replace />
  if (one.consent)
    return (
      <Page title={one.title} above={<Back />} lead={t('plan.agreeFirst')}>
        <ButtonLink href={`/me/consents#${one.consent}`}>{t('plan.agree')}</ButtonLink>
      </Page>
    )
  return (
    <Asked
      question={one.question}
      above={one.title}
      back="/services"
      tell={async (value) => {
        await tellOwnWord(one.question.fact, value, null, one.subject)
        go(value === null ? '/services' : `/services/plans/${id}/${one.subject}`)
      }}
    />
  )
}
