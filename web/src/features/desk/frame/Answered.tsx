import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '~/api/problem'
import type { Asked } from '~/api/useAsk'
import { ButtonLink } from '~/design/Button/Button'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'

/** A question's answer once it is there; until then its place, and otherwise what went wrong, with whose desk it is. */
export function Answered<T>({ asked, children }: { asked: Asked<T>; children: (data: T) => ReactNode }) {
  const { t } = useTranslation('desk')
  if (asked.data !== null) return children(asked.data)
  if (asked.problem) return <Refusal problem={asked.problem} again={asked.again} />
  return <Skeleton shape="row" rows={5} label={t('loading')} />
}

export function Refusal({ problem, again }: { problem: Problem; again?: () => void }) {
  const { t } = useTranslation('desk')
  const home = <ButtonLink href="/desk">{t('refused.back')}</ButtonLink>
  if (problem.status === 403)
    return (
      <EmptyState title={t('refused.title')} action={home}>
        <p>{problem.detail}</p>
        <p>{problem.nextStep || t('refused.what')}</p>
      </EmptyState>
    )
  if (problem.status === 404)
    return (
      <EmptyState title={t('not_found.title')} action={home}>
        {t('not_found.text')}
      </EmptyState>
    )
  return <Trouble problem={problem} again={again} />
}
