import { useTranslation } from 'react-i18next'
import { useHere } from '~/app/session'
import { dateText, timeText } from '~/features/residents/days'

/** Says a moment with date and time, in the city's own time. */
export function useMoment(): (iso: string) => string {
  const { i18n } = useTranslation('desk')
  const { city } = useHere()
  return (iso) => `${dateText(iso, i18n.language, city?.time_zone)}, ${timeText(iso, i18n.language, city?.time_zone)}`
}
