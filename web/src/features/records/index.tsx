import { useTranslation } from 'react-i18next'
import { Route, Switch } from 'wouter'
import { useHere } from '~/app/session'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { AgreePage } from './AgreePage'
import { FiledPage } from './FiledPage'
import { NobodysPage } from './NobodysPage'
import { RecordPage } from './RecordPage'
import { RecordsPage } from './RecordsPage'
import './Records.css'

/** Everything under /records: one's wallet of public records. */
export default function Records() {
  const { t } = useTranslation('records')
  const { session } = useHere()
  const asked = new URLSearchParams(window.location.search).get('wallet')
  if (!session) {
    return (
      <div className="page page--reading">
        <Skeleton label={t('loading')} />
      </div>
    )
  }
  if (!session.resident) return <NobodysPage />
  return (
    <Switch>
      <Route path="/records">{asked ? <AgreePage asked={asked} /> : <RecordsPage />}</Route>
      <Route path="/records/filed/:id">{({ id }) => <FiledPage key={id} id={id} />}</Route>
      <Route path="/records/:id">{({ id }) => <RecordPage id={id} />}</Route>
    </Switch>
  )
}
