import { BookLock } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import { Chip } from '~/design/Card/Card'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { KeptAt } from '~/design/KeptAt/KeptAt'
import { ListRow } from '~/design/ListRow/ListRow'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { myRecords } from './ask'
import { FiledCard } from './FiledCard'
import { KindIcon } from './KindIcon'
import { CheckCard } from './NobodysPage'

/** The wallet: everything one holds, what is in force first. */
export function RecordsPage() {
  const { t } = useTranslation('records')
  const asked = useAsk('me/records', myRecords)
  const records = asked.data?.records ?? []
  return (
    <Page title={t('title')} lead={t('lead')}>
      <div className="records">
        <FiledCard />
        <KeptAt at={asked.keptAt} />
        {asked.loading ? <Skeleton shape="row" rows={4} label={t('loading')} /> : null}
        {asked.problem ? <Trouble problem={asked.problem} again={asked.again} /> : null}
        {asked.data && records.length === 0 ? (
          <EmptyState icon={<BookLock aria-hidden="true" size={32} />} title={t('empty.title')}>
            <p>{t('empty.text')}</p>
          </EmptyState>
        ) : null}
        <ul className="rows">
          {records.map((one) => (
            <ListRow
              key={one.id}
              before={<KindIcon kind={one.register_id} />}
              title={one.title}
              href={`/records/${one.id}`}
              after={<Chip tone={one.valid ? 'true' : 'false'}>{one.status_text}</Chip>}
            >
              <p>{one.type_name}</p>
              {one.why ? <p className="record__why">{one.why}</p> : null}
            </ListRow>
          ))}
        </ul>
        <CheckCard />
      </div>
    </Page>
  )
}
