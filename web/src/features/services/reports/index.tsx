import { Route, Switch } from 'wouter'
import { FindPage } from './FindPage'
import { FollowPage } from './FollowPage'
import { ReportPage } from './ReportPage'

/** Reporting a problem, and following what becomes of it; with an account or without. */
export default function Reports() {
  return (
    <Switch>
      <Route path="/services/report" component={ReportPage} />
      <Route path="/services/reports/:id">{({ id }) => <FollowPage key={id} id={id} />}</Route>
      <Route component={FindPage} />
    </Switch>
  )
}
