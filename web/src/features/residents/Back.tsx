import { ArrowLeft } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'

/** The way back to Me, above a page's title. */
export function Back() {
  const { t } = useTranslation('residents')
  return (
    <Link href="/me" className="back">
      <ArrowLeft aria-hidden="true" size={18} />
      {t('back')}
    </Link>
  )
}
