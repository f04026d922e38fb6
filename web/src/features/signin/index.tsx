import { Route, Switch } from 'wouter'
import { CreateAccount } from './CreateAccount'
import { SignInPage } from './SignInPage'

export default function SignIn() {
  return (
    <Switch>
      <Route path="/sign-in/new" component={CreateAccount} />
      <Route component={SignInPage} />
    </Switch>
  )
}
