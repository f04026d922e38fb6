import type { Attribution } from '~/api/types'
import { useTranslation } from 'react-i18next'

/** Who is to be named for what is shown. */
export function Sources({ sources }: { sources: Attribution[] }) {
  const { t } = useTranslation('places')
  if (sources.length === 0) return null
  return (
    <p className="sources">
      {t('around.sources')}:{' '}
      {sources.map((source, at) => (
        <span key={source.text}>
          {at > 0 ? '; ' : ''}
          {source.url ? (
            <a href={source.url} rel="noreferrer">
              {source.text}
            </a>
          ) : (
            source.text
          )}
          {source.licence ? ` (${source.licence})` : ''}
        </span>
      ))}
    </p>
  )
}
