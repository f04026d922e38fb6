import { useTranslation } from 'react-i18next'
import type { Place } from '~/api/types'
import { localeOf } from '~/app/i18n'

/** Where the city knows all this from, and under which licence. */
export function Origin({ source, imported_at }: Pick<Place, 'source' | 'imported_at'>) {
  const { t, i18n } = useTranslation('places')
  const name = source.attribution || source.name
  const date = imported_at
    ? new Date(imported_at).toLocaleDateString(localeOf(i18n.language), { dateStyle: 'long' })
    : null
  return (
    <p className="place__small">
      {t('place.source', { source: '' })}
      {source.url ? <a href={source.url}>{name}</a> : name}
      {source.licence ? `, ${t('place.licence', { licence: source.licence })}` : ''}
      {date ? `, ${t('place.imported', { date })}` : ''}.
    </p>
  )
}
