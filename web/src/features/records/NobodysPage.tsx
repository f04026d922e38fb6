import { ScanQrCode } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ButtonLink } from '~/design/Button/Button'
import { Card } from '~/design/Card/Card'
import { Page } from '~/design/Page/Page'

/** The wallet for whoever is not signed in: what it will hold, and the one thing that needs no account. */
export function NobodysPage() {
  const { t } = useTranslation('records')
  const here = window.location.pathname + window.location.search
  return (
    <Page title={t('title')} lead={t('nobody.lead')}>
      <div className="records">
        <div className="records__ways">
          <ButtonLink href={`/sign-in?next=${encodeURIComponent(here)}`}>{t('nobody.signIn')}</ButtonLink>
        </div>
        <CheckCard />
      </div>
    </Page>
  )
}

/** The way to the page that checks papers. */
export function CheckCard() {
  const { t } = useTranslation('records')
  return (
    <Card as="section" tone="lake" className="record__check">
      <ScanQrCode aria-hidden="true" size={28} />
      <div>
        <h2>{t('check.title')}</h2>
        <p>{t('check.text')}</p>
        <ButtonLink href="/verify" kind="secondary">
          {t('check.go')}
        </ButtonLink>
      </div>
    </Card>
  )
}
