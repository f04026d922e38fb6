import { useTranslation } from 'react-i18next'
import { localeOf } from '~/app/i18n'
import { useHere } from '~/app/session'

interface Span {
  starts: string
  ends: string
}

/** Says from when to when something is, in the city's own time: the day by its name, the hours. */
export function useSpan(): (span: Span) => string {
  const { i18n } = useTranslation('places')
  const { city } = useHere()
  const when = new Intl.DateTimeFormat(localeOf(i18n.language), {
    timeZone: city?.time_zone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
  })
  return ({ starts, ends }) => when.formatRange(new Date(starts), new Date(ends))
}
