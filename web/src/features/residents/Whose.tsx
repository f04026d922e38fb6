import { useTranslation } from 'react-i18next'
import { useLocation, useSearch } from 'wouter'
import { useAsk } from '~/api/useAsk'
import { Segmented } from '~/design/Segmented/Segmented'
import { me } from './ask'

/** About whom the page is: oneself (undefined), or the child named in the address. */
export function useWhose() {
  const of = new URLSearchParams(useSearch()).get('of') ?? undefined
  const { data } = useAsk('me', me)
  const children = data?.acting_for ?? []
  return { of, children, child: children.find((one) => one.id === of) ?? null }
}

/** Chooses between oneself and the children one acts for; nothing for those who act for nobody. */
export function Whose({ changed }: { changed?: () => void }) {
  const { t } = useTranslation('residents')
  const [location, go] = useLocation()
  const { of, children } = useWhose()
  if (children.length === 0) return null
  return (
    <Segmented
      label={t('whose')}
      value={of ?? ''}
      options={[{ value: '', label: t('you') }, ...children.map((one) => ({ value: one.id, label: one.name }))]}
      onChange={(id) => {
        changed?.()
        go(id ? `${location}?of=${id}` : location, { replace: true })
      }}
    />
  )
}
