import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { useAsk } from '~/api/useAsk'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { Answered } from '~/features/desk/frame/Answered'
import { Panes } from '~/features/desk/frame/Panes'
import { useDueText } from '~/features/desk/queue/dueText'
import { deskReports } from './ask'
import { ReportSubject } from './ReportSubject'

/** The reports that wait for the office, what is due first. */
export default function ReportsPage() {
  const { t } = useTranslation('services_reports_desk')
  const [location] = useLocation()
  const current = location.split('/')[3] ?? null
  const asked = useAsk('desk reports', deskReports)
  const dueText = useDueText()
  return (
    <Panes
      problem={asked.problem}
      title={t('title')}
      lines={(asked.data ?? []).map((one) => ({
        id: one.subject,
        href: one.href,
        title: one.title,
        text: one.due ? `${one.text} · ${dueText(one.due)}` : one.text,
      }))}
      none={<Answered asked={asked}>{() => <EmptyState title={t('empty.title')}>{t('empty.text')}</EmptyState>}</Answered>}
      current={current}
    >
      {current ? <ReportSubject key={current} id={current} list="/desk/reports" settled={asked.again} /> : null}
    </Panes>
  )
}
