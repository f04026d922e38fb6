import { useTranslation } from 'react-i18next'
import { Redirect, Route, Switch } from 'wouter'
import { feature } from '~/app/feature'
import { useHere } from '~/app/session'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { CasePage } from './cases/CasePage'
import { PayPage } from './cases/PayPage'
import { ChoicesPage } from './inbox/ChoicesPage'
import { InboxPage } from './inbox/InboxPage'
import { StepPage } from './journey/StepPage'
import { OfficesPage } from './offices/OfficesPage'
import { BeginPage } from './plans/BeginPage'
import { OfferPage } from './plans/OfferPage'
import { PlanPage } from './plans/PlanPage'
import { QuestionsPage, ServiceQuestionsPage } from './plans/QuestionsPage'
import { EventPage } from './service/EventPage'
import { ServicePage } from './service/ServicePage'
import { HomePage } from './HomePage'
import './Services.css'

const Appointments = feature('services_appointments', () => import('./appointments'))
const Reports = feature('services_reports', () => import('./reports'))

/** Everything under /services: what is due, what can be had, where it stands. */
export default function Services() {
  const { t } = useTranslation('services')
  const { session } = useHere()
  const mine = Boolean(session?.resident)
  return (
    <Switch>
      <Route path="/services/offices" component={OfficesPage} />
      <Route path="/services/about/:id">{({ id }) => <ServicePage id={id} />}</Route>
      <Route path="/services/events/:id">{({ id }) => <EventPage id={id} />}</Route>
      <Route path="/services/report" component={Reports} />
      <Route path="/services/reports/:id?" component={Reports} />
      <Route path="/services" component={HomePage} />
      <Route>
        {!session ? (
          <div className="page page--reading">
            <Skeleton label={t('loading')} />
          </div>
        ) : !mine ? (
          <Redirect to={`/sign-in?next=${encodeURIComponent(window.location.pathname)}`} replace />
        ) : (
          <Switch>
            <Route path="/services/appointments/:id" component={Appointments} />
            <Route path="/services/times/:service" component={Appointments} />
            <Route path="/services/cases/:id">{({ id }) => <CasePage id={id} />}</Route>
            <Route path="/services/cases/:id/:step">{({ id, step }) => <StepPage id={id} stepId={step} />}</Route>
            <Route path="/services/pay/:reference">{({ reference }) => <PayPage reference={reference} />}</Route>
            <Route path="/services/offers/:id">{({ id }) => <OfferPage id={id} />}</Route>
            <Route path="/services/begin/:id">{({ id }) => <BeginPage id={id} />}</Route>
            <Route path="/services/questions/:id/:subject">
              {({ id, subject }) => <ServiceQuestionsPage id={id} subject={subject} />}
            </Route>
            <Route path="/services/plans/:id/:subject">{({ id, subject }) => <PlanPage id={id} subject={subject} />}</Route>
            <Route path="/services/plans/:id/:subject/questions">
              {({ id, subject }) => <QuestionsPage id={id} subject={subject} />}
            </Route>
            <Route path="/services/inbox" component={InboxPage} />
            <Route path="/services/inbox/choices" component={ChoicesPage} />
            <Route>
              <Redirect to="/services" replace />
            </Route>
          </Switch>
        )}
      </Route>
    </Switch>
  )
}
