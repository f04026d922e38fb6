import { Download } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '~/design/Button/Button'
import { saveJson } from './files'
import type { Receipt } from './types'

/** A signed paper exactly as the city made it, to read and to keep. */
export function ReceiptPaper({ paper, file }: { paper: Receipt; file: string }) {
  const { t } = useTranslation('residents')
  return (
    <div className="paper">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a keyboard must be able to scroll it */}
      <pre tabIndex={0} role="group" aria-label={t('consents.receipt_raw')}>
        {JSON.stringify(paper, null, 2)}
      </pre>
      <Button kind="secondary" icon={<Download aria-hidden="true" size={18} />} onClick={() => saveJson(file, paper)}>
        {t('consents.receipt_save')}
      </Button>
    </div>
  )
}
