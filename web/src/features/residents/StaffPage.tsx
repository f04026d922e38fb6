import { Contrast, KeyRound, LayoutList } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useHere } from '~/app/session'
import { Button } from '~/design/Button/Button'
import { Page } from '~/design/Page/Page'
import { Ways, type Way } from '~/design/Ways/Ways'
import { useLeave } from '~/features/signin/leave'

/** For whoever is signed in without being a resident here: staff, or an account the register does not know yet. */
export function StaffPage() {
  const { t } = useTranslation('residents')
  const { session } = useHere()
  const leave = useLeave()
  const role = session?.role
  const ways: Way[] = [
    { href: '/me/preferences', title: t('me.preferences'), text: t('me.preferences_text'), Icon: Contrast },
    { href: '/me/sign-in', title: t('me.sign_in'), text: t('me.sign_in_text'), Icon: KeyRound },
  ]
  if (role) ways.unshift({ href: '/desk', title: t('me.desk'), text: t('me.desk_text'), Icon: LayoutList })
  return (
    <Page
      title={role ? (session?.name ?? t('me.title')) : t('not_resident.title')}
      lead={role ? undefined : t('not_resident.text')}
    >
      <div className="me">
        <Ways label={t('me.settings')} ways={ways} />
        <div>
          <Button kind="secondary" onClick={() => void leave()}>
            {t('me.sign_out')}
          </Button>
        </div>
      </div>
    </Page>
  )
}
