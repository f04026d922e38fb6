import { Contrast } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { useHere } from '~/app/session'
import { ButtonLink } from '~/design/Button/Button'
import { Page } from '~/design/Page/Page'
import { Ways } from '~/design/Ways/Ways'

/** What Me is for, for someone who is not signed in. */
export function SignedOutPage() {
  const { t } = useTranslation('residents')
  const { session } = useHere()
  const [location] = useLocation()
  return (
    <Page title={t('out.title')} lead={t('out.text')}>
      <div className="me">
        <div className="me__row">
          <ButtonLink href={`/sign-in?next=${encodeURIComponent(location)}`}>{t('out.go')}</ButtonLink>
          {session?.demo ? (
            <ButtonLink kind="secondary" href="/personas">
              {t('out.personas')}
            </ButtonLink>
          ) : null}
        </div>
        <Ways
          label={t('me.settings')}
          ways={[
            { href: '/me/preferences', title: t('me.preferences'), text: t('me.preferences_text'), Icon: Contrast },
          ]}
        />
      </div>
    </Page>
  )
}
