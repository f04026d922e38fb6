import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { Table } from '~/design/Table/Table'
import { Answered } from '~/features/desk/frame/Answered'
import { Subject } from '~/features/desk/frame/Subject'
import { takeovers, type Takeover } from './ask'
import './records-desk.css'

const AGAIN_MS = 2_000

/** Old registers that were taken over, or are just being: how far it is, and which lines were left and why. */
export default function TakeoversPage() {
  const { t } = useTranslation('records_desk')
  const asked = useAsk('takeovers', takeovers)
  const { again } = asked
  const running = asked.data?.some(({ ended_text }) => !ended_text) ?? false
  useEffect(() => {
    if (!running) return
    const timer = setInterval(again, AGAIN_MS)
    return () => clearInterval(timer)
  }, [running, again])

  return (
    <div className="desk__page">
      <Subject title={t('takeover.title')} lead={t('takeover.lead')}>
        <Answered asked={asked}>
          {(runs) =>
            runs.length === 0 ? (
              <EmptyState title={t('takeover.none')}>{t('takeover.how')}</EmptyState>
            ) : (
              runs.map((run) => <Run key={run.id} run={run} />)
            )
          }
        </Answered>
      </Subject>
    </div>
  )
}

function Run({ run }: { run: Takeover }) {
  const { t } = useTranslation('records_desk')
  return (
    <section aria-labelledby={`run-${run.id}`}>
      <h2 id={`run-${run.id}`}>
        {run.type_name}: {run.source}
      </h2>
      <progress aria-labelledby={`run-${run.id}`} max={run.lines} value={run.lines_done} />
      <p role="status">
        {t('takeover.far', { done: run.lines_done, lines: run.lines, taken: run.taken })}{' '}
        {run.ended_text
          ? t('takeover.ended', { from: run.began_text, until: run.ended_text })
          : t('takeover.running', { from: run.began_text })}
      </p>
      {run.left.length > 0 ? (
        <Table
          caption={t('takeover.left')}
          captionShown
          rows={run.left}
          keyOf={({ why }) => why}
          columns={[
            { id: 'why', title: t('takeover.why'), kind: 'head', cell: ({ why }) => why },
            { id: 'count', title: t('takeover.count'), kind: 'number', cell: ({ count }) => count },
            {
              id: 'lines',
              title: t('takeover.lines'),
              cell: ({ lines, count }) => lines.join(', ') + (count > lines.length ? ', …' : ''),
            },
          ]}
        />
      ) : (
        <p>{t('takeover.nothing_left')}</p>
      )}
    </section>
  )
}
