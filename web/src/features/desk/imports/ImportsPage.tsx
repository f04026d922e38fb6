import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { imports } from '../ask'
import { Answered } from '../frame/Answered'
import { Panes } from '../frame/Panes'
import { useMoment } from '../overviews/moment'
import { ImportSubject } from './ImportSubject'

/** What was imported, the latest first, and the report of the one chosen. */
export function ImportsPage({ current }: { current: string | null }) {
  const { t } = useTranslation('desk')
  const moment = useMoment()
  const asked = useAsk('imports', imports)
  return (
    <Panes
      problem={asked.problem}
      title={t('imports.title')}
      lines={(asked.data?.items ?? []).map((run) => ({
        id: String(run.id),
        href: `/desk/imports/${run.id}`,
        title: run.source,
        text: `${moment(run.started_at)} · ${t('imports.line', {
          taken: run.taken,
          unchanged: run.unchanged,
          left: run.left_count,
        })}`,
      }))}
      none={
        <Answered asked={asked}>
          {() => <EmptyState title={t('imports.empty.title')}>{t('imports.empty.text')}</EmptyState>}
        </Answered>
      }
      current={current}
    >
      {current ? <ImportSubject key={current} id={Number(current)} list="/desk/imports" /> : null}
    </Panes>
  )
}
