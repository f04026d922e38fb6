import { useTranslation } from 'react-i18next'
import { Chip } from '~/design/Card/Card'
import { Notice } from '~/design/Notice/Notice'
import type { Column } from '~/design/Table/Table'
import { happenings } from '../ask'
import type { Happened } from '../types'
import { useMoment } from './moment'
import { More } from './More'
import { Overview } from './Overview'
import { useMore } from './useMore'

/** What the rooms told each other, and what still waits to be told. */
export function EventsPage() {
  const { t } = useTranslation('desk')
  const moment = useMoment()
  const { asked, problem, more } = useMore('happenings', happenings)
  const waiting = asked.data?.filter((row) => row.waiting.length > 0).length ?? 0
  const columns: Column<Happened>[] = [
    { id: 'name', title: t('events.name'), kind: 'head', cell: (row) => <code>{row.name}</code> },
    { id: 'at', title: t('events.at'), cell: (row) => moment(row.written_at) },
    {
      id: 'state',
      title: t('events.state'),
      cell: (row) =>
        row.waiting.length === 0 ? (
          <Chip tone="true">{t('events.delivered')}</Chip>
        ) : (
          <>
            <Chip tone="warm">{t('events.waiting')}</Chip>{' '}
            {row.waiting.map((one) => t('events.waits', { who: one.subscriber, count: one.attempts })).join('; ')}
          </>
        ),
    },
    { id: 'told', title: t('events.told_to'), kind: 'number', cell: (row) => row.delivered },
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
      below={<More label={t('events.more')} more={more} problem={problem} />}
      asked={asked}
      columns={columns}
      keyOf={(row) => row.id}
      empty={{ title: t('events.empty.title'), text: t('events.empty.text') }}
    />
  )
}
