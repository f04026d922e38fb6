import type { Source } from '~/api/types'
import { useTranslation } from 'react-i18next'

/** Who is to be named for what is shown. */
export function Sources({ sources }: { sources: Source[] }) {
  const { t } = useTranslation('places')
  if (sources.length === 0) return null
  return (
    <p className="sources">
      {t('around.sources')}:{' '}
      {sources.map((source, at) => (
        <span key={source.id}>
          {at > 0 ? '; ' : ''}
          {source.url ? (
            <a href={source.url} rel="noreferrer">
              {source.attribution || source.name}
            </a>
          ) : (
            source.attribution || source.name
          )}
          {source.licence ? ` (${source.licence})` : ''}
        </span>
      ))}
    </p>
  )
}
