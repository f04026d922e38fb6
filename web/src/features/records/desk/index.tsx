import { Route, Switch } from 'wouter'
import { MissingPage } from '~/features/desk/frame/Elsewhere'
import { DraftSubject } from './DraftSubject'
import { NewRecordPage } from './NewRecordPage'
import { RecordsPage } from './RecordsPage'
import { TaskSubject } from './TaskSubject'
import './records-desk.css'

/** The registers' desk: find a record, see all of it, draw something up, look over, sign, decide. */
export default function RecordsDesk() {
  return (
    <Switch>
      <Route path="/desk/records">
        <RecordsPage current={null} />
      </Route>
      <Route path="/desk/records/of/:id">{({ id }) => <RecordsPage current={id} />}</Route>
      <Route path="/desk/records/new/:type">{({ type }) => <NewRecordPage type={type} />}</Route>
      <Route path="/desk/records/drafts/:id">
        {({ id }) => (
          <div className="desk__page">
            <DraftSubject key={id} id={id} list="/desk/records" />
          </div>
        )}
      </Route>
      <Route path="/desk/records/tasks/:id">
        {({ id }) => (
          <div className="desk__page">
            <TaskSubject key={id} id={id} list="/desk/records" />
          </div>
        )}
      </Route>
      <Route component={MissingPage} />
    </Switch>
  )
}
