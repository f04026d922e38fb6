import { TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Notice } from '~/design/Notice/Notice'

/** Says what went wrong with signing in, and what to do; read aloud at once. */
export function SignInTrouble({ code }: { code: string | null }) {
  const { t } = useTranslation('signin')
  if (!code) return null
  return (
    <Notice role="alert" tone="warm" icon={<TriangleAlert aria-hidden="true" />} title={t('error.title')}>
      {t(`error.${code}`)}
    </Notice>
  )
}
