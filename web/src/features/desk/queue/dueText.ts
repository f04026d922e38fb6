import { useTranslation } from 'react-i18next'
import { useHere } from '~/app/session'
import { dayOf, dayText } from '~/features/residents/days'

/** How a due day stands to today. */
export function lateness(due: string, today: string): 'late' | 'today' | 'later' {
  if (due < today) return 'late'
  return due === today ? 'today' : 'later'
}

/** Says by when something is due: today, a day by its name, or that the day has passed. */
export function useDueText(): (due: string) => string {
  const { t, i18n } = useTranslation('desk')
  const { city } = useHere()
  return (due) => {
    const now = new Date()
    const day = dayText(due, i18n.language, now)
    const state = lateness(due, dayOf(now.toISOString(), city?.time_zone))
    if (state === 'today') return t('queue.today')
    return state === 'late' ? t('queue.late', { when: day }) : t('queue.by', { when: day })
  }
}
