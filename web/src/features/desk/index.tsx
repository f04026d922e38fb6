import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Redirect, Route, Switch } from 'wouter'
import { useAsk } from '~/api/useAsk'
import { useHere } from '~/app/session'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { desk } from './ask'
import { ContestsPage } from './contests/ContestsPage'
import { DeskFrame } from './frame/DeskFrame'
import { MissingPage, OutPage } from './frame/Elsewhere'
import { ImportsPage } from './imports/ImportsPage'
import { CoveragePage } from './overviews/CoveragePage'
import { EventsPage } from './overviews/EventsPage'
import { LookupsPage } from './overviews/LookupsPage'
import { PlacesPage } from './overviews/PlacesPage'
import { StaffPage } from './overviews/StaffPage'
import { QueuePage } from './queue/QueuePage'
import { PAGES } from './rooms'
import { ReasonContext } from './residents/reason'
import { ResidentsPage } from './residents/ResidentsPage'
import './desk.css'

/** The desk: the staff's side of the city, each role its own. */
export default function DeskRoom() {
  const { t } = useTranslation('desk')
  const { session } = useHere()
  const staff = Boolean(session?.role)
  const asked = useAsk(staff ? `desk ${session?.role}` : null, desk)
  const [reason, setReason] = useState('')

  if (!session)
    return (
      <div className="page page--reading">
        <Skeleton label={t('loading')} />
      </div>
    )
  const has = (entry: string) => asked.data?.menu.some(({ pages }) => pages.some(({ id }) => id === entry)) ?? true

  if (!staff) return <OutPage />
  return (
    <ReasonContext value={{ reason, setReason }}>
      <DeskFrame asked={asked}>
        <Switch>
          <Route path="/desk">
            <QueuePage asked={asked} />
          </Route>
          <Route path="/desk/due/:id">{({ id }) => <QueuePage asked={asked} current={decodeURIComponent(id)} />}</Route>
          <Route path="/desk/queue">
            <Redirect to="/desk" replace />
          </Route>
          <Route path="/desk/residents/:id?">
            {({ id }) => <ResidentsPage current={id ?? null} mine={has('residents')} />}
          </Route>
          <Route path="/desk/contests/:id?">
            {({ id }) => <ContestsPage current={id ?? null} decided={asked.again} />}
          </Route>
          <Route path="/desk/imports/:id?">{({ id }) => <ImportsPage current={id ?? null} />}</Route>
          <Route path="/desk/places" component={PlacesPage} />
          <Route path="/desk/lookups" component={LookupsPage} />
          <Route path="/desk/events" component={EventsPage} />
          <Route path="/desk/coverage" component={CoveragePage} />
          <Route path="/desk/staff" component={StaffPage} />
          {Object.entries(PAGES).map(([path, Page]) => (
            <Route key={path} path={`/desk/${path}`}>
              <Suspense fallback={<Skeleton label={t('loading')} />}>
                <Page />
              </Suspense>
            </Route>
          ))}
          <Route component={MissingPage} />
        </Switch>
      </DeskFrame>
    </ReasonContext>
  )
}
