import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import { KeptAt } from '~/design/KeptAt/KeptAt'
import { ListRow } from '~/design/ListRow/ListRow'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { findServices, lifeEvents } from '../ask'
import { Back } from '../cases/CasePage'

/** What happens in a life, with the services it calls for. */
export function EventPage({ id }: { id: string }) {
  const { t } = useTranslation('services')
  const events = useAsk('life events', lifeEvents)
  const all = useAsk('services ', () => findServices(''))
  const event = events.data?.find((one) => one.id === id)
  const its = all.data?.filter((one) => one.life_events.includes(id))
  const problem = events.problem ?? all.problem
  return (
    <Page above={<Back />} title={event?.title ?? t('events.title')} lead={t('events.lead')}>
      <KeptAt at={all.keptAt} />
      {problem ? <Trouble problem={problem} again={all.again} /> : null}
      {!its && !problem ? <Skeleton label={t('loading')} /> : null}
      {its?.length === 0 ? <p>{t('events.none')}</p> : null}
      <ul className="rows">
        {its?.map((one) => (
          <ListRow key={one.id} title={one.title} href={`/services/about/${one.id}`}>
            <p>{one.summary}</p>
          </ListRow>
        ))}
      </ul>
    </Page>
  )
}
