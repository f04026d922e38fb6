import { useTranslation } from 'react-i18next'
import { localeOf } from '~/app/i18n'

/** Gives a function that says how much something is, as people read it: kilobytes, from a million on megabytes. */
export function useSize(): (bytes: number) => string {
  const { i18n } = useTranslation()
  return (bytes) => {
    const large = bytes >= 1_000_000
    const unit = large ? 'megabyte' : 'kilobyte'
    const written = new Intl.NumberFormat(localeOf(i18n.language), {
      style: 'unit',
      unit,
      maximumFractionDigits: large ? 1 : 0,
    })
    return written.format(large ? bytes / 1_000_000 : Math.max(1, bytes / 1000))
  }
}
