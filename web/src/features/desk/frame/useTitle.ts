import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '~/app/session'

/** Name the window after what the desk shows; null leaves that to somebody else. */
export function useTitle(title: string | null): void {
  const { t } = useTranslation('desk')
  const { city } = useHere()
  useEffect(() => {
    if (title !== null) document.title = `${title} · ${t('of_city', { city: city?.name ?? '' })}`
  }, [title, city, t])
}
