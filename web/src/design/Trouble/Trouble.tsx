import { CloudOff, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '~/api/problem'
import { Button } from '~/design/Button/Button'
import { Notice } from '~/design/Notice/Notice'

/** A question that got no answer: what happened, and what to do next. Without network it is a state, not an error. */
export function Trouble({ problem, again }: { problem: Problem; again?: () => void }) {
  const { t } = useTranslation('app')
  const action = again ? (
    <Button kind="secondary" onClick={again}>
      {t('trouble.again')}
    </Button>
  ) : undefined
  if (problem.offline) {
    return (
      <Notice
        role="status"
        tone="plain"
        icon={<CloudOff aria-hidden="true" />}
        title={t('trouble.offline')}
        action={action}
      >
        {t('trouble.offlineNext')}
      </Notice>
    )
  }
  return (
    <Notice
      role="alert"
      tone="false"
      icon={<TriangleAlert aria-hidden="true" />}
      title={problem.title || t('trouble.unknown')}
      action={action}
    >
      {problem.detail} {problem.nextStep || t('trouble.unknownNext')}
      {problem.requestId ? <small> {t('trouble.reference', { id: problem.requestId })}</small> : null}
    </Notice>
  )
}
