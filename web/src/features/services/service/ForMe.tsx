import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import { me } from '~/features/residents/ask'
import type { Service } from '../ask'
import { Begin } from './ServicePage'

/** Take a service up for oneself, or for a child for whom one acts. */
export function ForMe({ one }: { one: Service }) {
  const { t } = useTranslation('services')
  const asked = useAsk(one.for_child ? 'me' : null, me)
  if (!one.for_child) return <Begin one={one} />
  const children = asked.data?.acting_for ?? []
  if (asked.data && children.length === 0) return <p>{t('service.noChild')}</p>
  return (
    <>
      {children.map((child) => (
        <section key={child.id} aria-label={child.name}>
          <h2>{t('service.forChild', { name: child.name })}</h2>
          <Begin one={one} subject={child.id} />
        </section>
      ))}
    </>
  )
}
