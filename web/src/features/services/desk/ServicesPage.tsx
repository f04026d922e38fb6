import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import { Table, type Column } from '~/design/Table/Table'
import { Answered } from '~/features/desk/frame/Answered'
import { Subject } from '~/features/desk/frame/Subject'
import { deskServices, type CoverageReport } from './ask'

/** Whom being told before one asks reaches, and whom it misses. */
export default function ServicesPage() {
  const { t } = useTranslation('services_desk')
  const asked = useAsk('desk services', deskServices)
  const shown = (count: number | null) => (count === null ? t('coverage.few') : count)
  const columns: Column<CoverageReport['services'][number]>[] = [
    { id: 'title', title: t('coverage.service'), kind: 'head', cell: (line) => line.title },
    { id: 'hers', title: t('coverage.hers'), kind: 'number', cell: (line) => shown(line.hers) },
    { id: 'later', title: t('coverage.later'), kind: 'number', cell: (line) => shown(line.later) },
    { id: 'unknown', title: t('coverage.unknown'), kind: 'number', cell: (line) => shown(line.unknown) },
    { id: 'asks', title: t('coverage.asks'), cell: (line) => line.asks.join(', ') },
    { id: 'lacks', title: t('coverage.lacks'), cell: (line) => line.lacks.join(', ') },
  ]
  return (
    <div className="desk__page desk__page--wide">
      <Answered asked={asked}>
        {(report) => (
          <Subject
            title={t('coverage.title')}
            lead={t('coverage.lead', { agreed: shown(report.agreed), residents: report.residents })}
          >
            <p>{t('coverage.noPhone', { number: shown(report.without_account) })}</p>
            <Table
              caption={t('coverage.caption')}
              captionShown
              columns={columns}
              rows={report.services}
              keyOf={(line) => line.service}
            />
            <section aria-labelledby="does">
              <h2 id="does">{t('coverage.does')}</h2>
              <ul>
                {report.does.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </section>
          </Subject>
        )}
      </Answered>
    </div>
  )
}
