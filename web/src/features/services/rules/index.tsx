import { useTranslation } from 'react-i18next'
import { useRoute } from 'wouter'
import { useAsk } from '~/api/useAsk'
import { useHere } from '~/app/session'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { Answered } from '~/features/desk/frame/Answered'
import { Panes } from '~/features/desk/frame/Panes'
import { dateText } from '~/features/residents/days'
import { rules } from './ask'
import { RuleSubject } from './RuleSubject'
import './rules.css'

/** The rules of all services, and the one that is being changed. */
export default function RulesPage() {
  const { t, i18n } = useTranslation('services_rules')
  const { city } = useHere()
  const [, params] = useRoute('/desk/rules/:id')
  const current = params?.id ?? null
  const asked = useAsk('rules', rules)
  return (
    <Panes
      problem={asked.problem}
      title={t('title')}
      lines={(asked.data ?? []).map((one) => ({
        id: one.id,
        href: `/desk/rules/${one.id}`,
        title: one.title,
        text: t('since', { day: dateText(one.since, i18n.language, city?.time_zone) }),
      }))}
      none={
        <Answered asked={asked}>
          {() => <EmptyState title={t('empty.title')}>{t('empty.text')}</EmptyState>}
        </Answered>
      }
      current={current}
    >
      {current ? <RuleSubject key={current} id={current} published={asked.again} /> : null}
    </Panes>
  )
}
