import { useTranslation } from 'react-i18next'
import { Page } from '~/design/Page/Page'

export default function Index() {
  const { t } = useTranslation('desk')
  return <Page title={t('title')}>{null}</Page>
}
