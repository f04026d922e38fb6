import { History } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { localeOf } from '~/app/i18n'
import { Notice } from '~/design/Notice/Notice'

/** Says as of when an answer is, when it is the last one we had and not a fresh one. */
export function KeptAt({ at }: { at: string | null }) {
  const { t, i18n } = useTranslation('app')
  if (!at) return null
  const when = new Intl.DateTimeFormat(localeOf(i18n.language), {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
  })
  return (
    <Notice role="status" icon={<History aria-hidden="true" size={20} />}>
      {t('keptAt', { when: when.format(new Date(at)) })}
    </Notice>
  )
}
