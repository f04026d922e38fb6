import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import { Chip } from '~/design/Card/Card'
import { Notice } from '~/design/Notice/Notice'
import { Table, type Column } from '~/design/Table/Table'
import { importReport } from '../ask'
import { Answered } from '../frame/Answered'
import { Subject } from '../frame/Subject'
import { useMoment } from '../overviews/moment'
import type { ImportReport } from '../types'

const COUNTS = ['taken', 'unchanged', 'changed', 'withdrawn', 'left_count'] as const

/** One import's report: how much came in, what changed, and what was left behind and why. */
export function ImportSubject({ id, list }: { id: number; list: string }) {
  const { t, i18n } = useTranslation('desk')
  const moment = useMoment()
  const asked = useAsk(`import ${id}`, () => importReport(id))
  const number = new Intl.NumberFormat(i18n.language)
  const columns: Column<ImportReport['left'][number]>[] = [
    { id: 'reason', title: t('imports.reason'), kind: 'head', cell: (row) => row.reason },
    { id: 'count', title: t('imports.count'), kind: 'number', cell: (row) => number.format(row.count) },
    { id: 'line', title: t('imports.line_number'), cell: (row) => row.line },
  ]
  return (
    <Answered asked={asked}>
      {(run) => (
        <Subject
          title={run.source}
          lead={[
            run.file,
            run.licence,
            moment(run.started_at),
            t('imports.seconds', { seconds: number.format(run.seconds) }),
          ]
            .filter(Boolean)
            .join(' · ')}
          chip={
            run.left_count > 0 ? <Chip tone="warm">{t('imports.some_left', { count: run.left_count })}</Chip> : null
          }
          list={list}
        >
          <dl className="counts">
            {COUNTS.map((count) => (
              <div key={count}>
                <dt>{t(`imports.${count}`)}</dt>
                <dd>{number.format(run[count])}</dd>
              </div>
            ))}
          </dl>
          {run.left.length > 0 ? (
            <Table
              caption={t('imports.why_left')}
              captionShown
              columns={columns}
              rows={run.left}
              keyOf={(row) => `${row.reason} ${row.line}`}
            />
          ) : (
            <Notice tone="true">{t('imports.why_left_none')}</Notice>
          )}
        </Subject>
      )}
    </Answered>
  )
}
