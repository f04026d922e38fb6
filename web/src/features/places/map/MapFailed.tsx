import { useTranslation } from 'react-i18next'
import { Notice } from '~/design/Notice/Notice'

/** Stands where the map cannot be drawn; the list says the same. */
export function MapFailed() {
  const { t } = useTranslation('places')
  return (
    <Notice role="status" title={t('map.failed')}>
      {t('map.failedNext')}
    </Notice>
  )
}
