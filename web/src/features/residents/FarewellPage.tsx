import { useTranslation } from 'react-i18next'
import { ButtonLink } from '~/design/Button/Button'
import { Page } from '~/design/Page/Page'
import { ReceiptPaper } from './ReceiptPaper'
import type { Receipt } from './types'

/** The last page: everything is removed, and this is the paper that says so. */
export function FarewellPage({ receipt }: { receipt: Receipt }) {
  const { t } = useTranslation('residents')
  return (
    <Page title={t('leave.done.title')} lead={t('leave.done.text')}>
      <div className="me">
        <ReceiptPaper paper={receipt} file="receipt-erasure.json" />
        <div>
          <ButtonLink href="/">{t('leave.done.today')}</ButtonLink>
        </div>
      </div>
    </Page>
  )
}
