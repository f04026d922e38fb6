import { Route, Switch } from 'wouter'
import { AppointmentPage } from './AppointmentPage'
import { ChoosePage } from './ChoosePage'

/** Choosing a time at an office, and what one chose. */
export default function Appointments() {
  return (
    <Switch>
      <Route path="/services/times/:service">{({ service }) => <ChoosePage key={service} service={service} />}</Route>
      <Route path="/services/appointments/:id">{({ id }) => <AppointmentPage key={id} id={id} />}</Route>
    </Switch>
  )
}
