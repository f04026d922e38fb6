import { useTranslation } from 'react-i18next'
import { Disclosure } from '~/design/Disclosure/Disclosure'

/** What a passkey is, for someone who has never heard the word. */
export function WhatIsAPasskey() {
  const { t } = useTranslation('signin')
  return (
    <Disclosure summary={t('what.title')}>
      <p>{t('what.text')}</p>
      <p>{t('what.safe')}</p>
      <p>{t('what.lost')}</p>
    </Disclosure>
  )
}
