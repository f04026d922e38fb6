import { ShieldAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import { ListRow } from '~/design/ListRow/ListRow'
import { filedAbout } from './ask'

/** What is under way about my records or waits for my signature, above the wallet; nothing when there is nothing. */
export function FiledCard() {
  const { t } = useTranslation('records')
  const filed = useAsk('filed', filedAbout).data ?? []
  if (filed.length === 0) return null
  return (
    <section aria-labelledby="filed-title">
      <h2 id="filed-title">{t('filed.title')}</h2>
      <ul className="rows">
        {filed.map((one) => (
          <ListRow
            key={one.id}
            before={<ShieldAlert aria-hidden="true" />}
            title={`${one.what}: ${one.title}`}
            href={`/records/filed/${one.id}`}
          >
            <p>{one.you.includes('sign') ? t('filed.waits_for_you') : one.state_text}</p>
          </ListRow>
        ))}
      </ul>
    </section>
  )
}
