import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import { Chip } from '~/design/Card/Card'
import { Notice } from '~/design/Notice/Notice'
import type { Column } from '~/design/Table/Table'
import { happenings, rowsOf } from '../ask'
import type { Happened } from '../types'
import { useMoment } from './moment'
import { Overview } from './Overview'

/** What the rooms told each other, and what still waits to be told. */
export function EventsPage() {
  const { t } = useTranslation('desk')
  const moment = useMoment()
  const asked = useAsk('happenings', async () => {
    const answer = await happenings()
    return { ...answer, data: rowsOf(answer.data) }
  })
  const waiting = asked.data?.filter((row) => row.delivered_at === null).length ?? 0
  const columns: Column<Happened>[] = [
    { id: 'name', title: t('events.name'), kind: 'head', cell: (row) => <code>{row.name}</code> },
    { id: 'subject', title: t('events.subject'), cell: (row) => <code>{row.subject}</code> },
    { id: 'at', title: t('events.at'), cell: (row) => moment(row.at) },
    {
      id: 'state',
      title: t('events.state'),
      cell: (row) => (
        <Chip tone={row.delivered_at ? 'true' : 'warm'}>{t(row.delivered_at ? 'events.delivered' : 'events.waiting')}</Chip>
      ),
    },
  ]
  return (
    <Overview
      title={t('events.title')}
      text={t('events.text')}
      above={
        asked.data?.length ? (
          <Notice tone={waiting > 0 ? 'warm' : 'true'}>
            {waiting > 0 ? t('events.waiting_some', { count: waiting }) : t('events.waiting_none')}
          </Notice>
        ) : null
      }
      asked={asked}
      columns={columns}
      keyOf={(row) => row.id}
      empty={{ title: t('events.empty.title'), text: t('events.empty.text') }}
    />
  )
}
