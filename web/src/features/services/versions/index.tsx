import { useTranslation } from 'react-i18next'
import { Route, Switch, useRoute } from 'wouter'
import { useAsk } from '~/api/useAsk'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { Answered } from '~/features/desk/frame/Answered'
import { Panes } from '~/features/desk/frame/Panes'
import { ComparePage } from './ComparePage'
import { EditPage } from './EditPage'
import { TryPage } from './TryPage'
import { VersionsSubject } from './VersionsSubject'
import { journeys } from './ask'
import './versions.css'

/** The application forms of services: their versions; and on pages of their own, one compared, tried or changed. */
export default function JourneysDesk() {
  return (
    <Switch>
      <Route path="/desk/journeys/:id/compare/:before/:after">{(at) => <ComparePage {...at} />}</Route>
      <Route path="/desk/journeys/:id/try/:before/:after">{(at) => <TryPage {...at} />}</Route>
      <Route path="/desk/journeys/:id/change/:from">{(at) => <EditPage key={`${at.id} ${at.from}`} {...at} />}</Route>
      <Route>
        <VersionsPage />
      </Route>
    </Switch>
  )
}

function VersionsPage() {
  const { t } = useTranslation('services_versions')
  const [, params] = useRoute('/desk/journeys/:id')
  const current = params?.id ?? null
  const asked = useAsk('desk journeys', journeys)
  return (
    <Panes
      problem={asked.problem}
      title={t('title')}
      lines={(asked.data ?? []).map((one) => ({
        id: one.service,
        href: `/desk/journeys/${one.service}`,
        title: one.title,
        text: one.proposed > 0 ? t('proposals', { count: one.proposed }) : t('noProposal'),
      }))}
      none={
        <Answered asked={asked}>{() => <EmptyState title={t('empty.title')}>{t('empty.text')}</EmptyState>}</Answered>
      }
      current={current}
    >
      {current ? <VersionsSubject key={current} id={current} changed={asked.again} /> : null}
    </Panes>
  )
}
