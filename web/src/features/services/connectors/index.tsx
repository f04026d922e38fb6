import { useTranslation } from 'react-i18next'
import { api, ask } from '~/api/client'
import type { components, paths } from '~/api/schema'
import { useAsk } from '~/api/useAsk'
import { Chip } from '~/design/Card/Card'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { Table, type Column } from '~/design/Table/Table'
import { Answered } from '~/features/desk/frame/Answered'
import { Subject } from '~/features/desk/frame/Subject'

declare module '~/api/types' {
  interface Routes extends Pick<paths, '/api/v1/desk/connectors'> {}
}

type Connector = components['schemas']['ConnectorOut']
const TONE = { waits: 'plain', well: 'true', fails: 'false' } as const
const deskConnectors = () => ask(api.GET('/api/v1/desk/connectors'))

/** Whom the city asks, how fresh their last good answer is, and what is wrong. */
export default function ConnectorsPage() {
  const { t } = useTranslation('services_connectors')
  const asked = useAsk('desk connectors', deskConnectors)
  const columns: Column<Connector>[] = [
    { id: 'who', title: t('who'), kind: 'head', cell: (one) => one.title },
    { id: 'kind', title: t('kind'), cell: (one) => one.kind_text },
    { id: 'state', title: t('state'), cell: (one) => <Chip tone={TONE[one.state]}>{one.state_text}</Chip> },
    { id: 'answered', title: t('answered'), cell: (one) => one.answered_text },
    { id: 'taken', title: t('taken'), cell: (one) => one.taken },
    {
      id: 'wrong',
      title: t('wrong'),
      cell: (one) => (one.error ? t('failures', { error: one.error, count: one.failures }) : ''),
    },
  ]
  return (
    <div className="desk__page desk__page--wide">
      <Answered asked={asked}>
        {(all) => (
          <Subject title={t('title')} lead={t('lead')}>
            {all.length === 0 ? (
              <EmptyState title={t('empty.title')}>{t('empty.text')}</EmptyState>
            ) : (
              <Table caption={t('title')} columns={columns} rows={all} keyOf={(one) => one.id} />
            )}
          </Subject>
        )}
      </Answered>
    </div>
  )
}
