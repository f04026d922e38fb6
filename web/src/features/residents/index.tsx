import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Route, Switch } from 'wouter'
import { feature } from '~/app/feature'
import { useHere } from '~/app/session'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { PasskeysPage } from '~/features/signin/PasskeysPage'
import { ConsentsPage } from './ConsentsPage'
import { ExportPage } from './ExportPage'
import { FactsPage } from './FactsPage'
import { FarewellPage } from './FarewellPage'
import { LeavePage } from './LeavePage'
import { LookupsPage } from './LookupsPage'
import { MePage } from './MePage'
import { OwnWordPage } from './OwnWordPage'
import { PreferencesPage } from './PreferencesPage'
import { SignedOutPage } from './SignedOutPage'
import { StaffPage } from './StaffPage'
import type { Receipt } from './types'
import './residents.css'

const AccessesPage = feature('assistant_conversation_access', () => import('~/features/assistant/conversation/access'))
const LearnedPage = feature('assistant', () => import('~/features/assistant'))

/** Everything under /me: what is one's own to see, to change, to take along and to have removed. */
export default function Residents() {
  const { t } = useTranslation('residents')
  const { session } = useHere()
  const [receipt, setReceipt] = useState<Receipt | null>(null)

  if (receipt) return <FarewellPage receipt={receipt} />
  return (
    <Switch>
      <Route path="/me/preferences" component={PreferencesPage} />
      <Route>
        {!session ? (
          <div className="page page--reading">
            <Skeleton label={t('loading')} />
          </div>
        ) : !session.signed_in ? (
          <SignedOutPage />
        ) : (
          <Switch>
            <Route path="/me/sign-in">
              <PasskeysPage back={t('back')} />
            </Route>
            {session.resident ? null : <Route component={StaffPage} />}
            <Route path="/me/facts" component={FactsPage} />
            <Route path="/me/own-word" component={OwnWordPage} />
            <Route path="/me/lookups" component={LookupsPage} />
            <Route path="/me/consents" component={ConsentsPage} />
            <Route path="/me/learned" component={LearnedPage} />
            <Route path="/me/accesses" component={AccessesPage} />
            <Route path="/me/export" component={ExportPage} />
            <Route path="/me/leave">
              <LeavePage left={setReceipt} />
            </Route>
            <Route component={MePage} />
          </Switch>
        )}
      </Route>
    </Switch>
  )
}
