import { useTranslation } from 'react-i18next'
import { useHere } from '~/app/session'
import { Button, ButtonLink } from '~/design/Button/Button'
import { Page } from '~/design/Page/Page'
import { useLeave } from './leave'
import { SignInTrouble } from './SignInTrouble'
import { useStep } from './useStep'
import './signin.css'

/** For someone who comes here signed in: where to go, and the way out. */
export function AlreadyIn({ welcome = false }: { welcome?: boolean }) {
  const { t } = useTranslation('signin')
  const { session } = useHere()
  const leave = useLeave()
  const { busy, trouble, run } = useStep()
  const staff = Boolean(session?.role)
  return (
    <Page
      title={t(welcome ? 'account.done.title' : 'already.title')}
      lead={welcome ? t('account.done.text') : session?.name ? t('already.as', { name: session.name }) : undefined}
    >
      <div className="signin">
        <SignInTrouble code={trouble} />
        <div className="signin__row">
          <ButtonLink href={staff ? '/desk' : '/'}>{t(staff ? 'already.desk' : 'already.today')}</ButtonLink>
          {staff ? null : (
            <ButtonLink kind="secondary" href="/me">
              {t('already.me')}
            </ButtonLink>
          )}
          <Button kind="quiet" disabled={busy} onClick={() => void run(leave)}>
            {t('sign_out')}
          </Button>
        </div>
      </div>
    </Page>
  )
}
