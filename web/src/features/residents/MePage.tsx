import { Bot, Contrast, DoorOpen, Eye, FileDown, FileText, KeyRound, MessageSquareText, ShieldCheck, Sprout } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '~/api/problem'
import { useAsk } from '~/api/useAsk'
import { useHere } from '~/app/session'
import { Button } from '~/design/Button/Button'
import { Page } from '~/design/Page/Page'
import { Trouble } from '~/design/Trouble/Trouble'
import { Ways } from '~/design/Ways/Ways'
import { useLeave } from '~/features/signin/leave'
import { me } from './ask'
import { listText } from './days'

/** The way into everything that is one's own. */
export function MePage() {
  const { t, i18n } = useTranslation('residents')
  const { city, session } = useHere()
  const asked = useAsk('me', me)
  const leave = useLeave()
  const [problem, setProblem] = useState<Problem | null>(null)
  const names = (people: { name: string }[]) => {
    const each = people.map((one) => one.name)
    return listText(each, i18n.language)
  }
  const members = asked.data?.household.members
  const children = asked.data?.acting_for ?? []

  const signOut = () => {
    setProblem(null)
    leave().catch((error: unknown) => setProblem(error as Problem))
  }

  return (
    <Page
      title={asked.data?.name ?? session?.name ?? t('me.title')}
      above={city ? t('me.resident_of', { city: city.name }) : undefined}
      lead={members?.length ? t('me.household', { names: names(members) }) : undefined}
    >
      <div className="me">
        {asked.problem ? <Trouble problem={asked.problem} again={asked.again} /> : null}
        {children.length > 0 ? <p>{t('me.acting_for', { names: names(children) })}</p> : null}
        <Ways
          label={t('me.yours')}
          ways={[
            { href: '/me/facts', title: t('me.facts'), text: t('me.facts_text'), Icon: FileText },
            { href: '/me/own-word', title: t('me.own_word'), text: t('me.own_word_text'), Icon: MessageSquareText },
            { href: '/me/lookups', title: t('me.lookups'), text: t('me.lookups_text'), Icon: Eye },
            { href: '/me/consents', title: t('me.consents'), text: t('me.consents_text'), Icon: ShieldCheck },
            { href: '/me/learned', title: t('me.learned'), text: t('me.learned_text'), Icon: Sprout },
            { href: '/me/accesses', title: t('me.accesses'), text: t('me.accesses_text'), Icon: Bot },
            { href: '/me/export', title: t('me.export'), text: t('me.export_text'), Icon: FileDown },
          ]}
        />
        <Ways
          label={t('me.settings')}
          ways={[
            { href: '/me/preferences', title: t('me.preferences'), text: t('me.preferences_text'), Icon: Contrast },
            { href: '/me/sign-in', title: t('me.sign_in'), text: t('me.sign_in_text'), Icon: KeyRound },
            { href: '/me/leave', title: t('me.leave'), text: t('me.leave_text'), Icon: DoorOpen },
          ]}
        />
        {problem ? <Trouble problem={problem} /> : null}
        <div>
          <Button kind="secondary" onClick={signOut}>
            {t('me.sign_out')}
          </Button>
        </div>
      </div>
    </Page>
  )
}
