import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { contests } from '../ask'
import { Answered } from '../frame/Answered'
import { Panes } from '../frame/Panes'
import { useDueText } from '../queue/dueText'
import { ContestSubject } from './ContestSubject'

/** Facts that residents say are wrong, the oldest first. */
export function ContestsPage({ current, decided }: { current: string | null; decided: () => void }) {
  const { t } = useTranslation('desk')
  const asked = useAsk('contests', contests)
  const dueText = useDueText()
  return (
    <Panes
      problem={asked.problem}
      title={t('contests.title')}
      lines={(asked.data ?? []).map((one) => ({
        id: one.subject,
        href: one.href,
        title: one.title,
        text: one.due ? `${one.text} · ${dueText(one.due)}` : one.text,
      }))}
      none={
        <Answered asked={asked}>
          {() => <EmptyState title={t('contests.empty.title')}>{t('contests.empty.text')}</EmptyState>}
        </Answered>
      }
      current={current}
      keys={['decide']}
    >
      {current ? (
        <ContestSubject
          key={current}
          id={Number(current)}
          list="/desk/contests"
          decided={() => {
            asked.again()
            decided()
          }}
        />
      ) : null}
    </Panes>
  )
}
