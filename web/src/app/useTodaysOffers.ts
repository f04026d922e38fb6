import { useEffect, useMemo, useState } from 'react'
import { api, ask } from '~/api/client'
import { useAsk } from '~/api/useAsk'
import { coarse } from '~/geo/geo'
import { usePosition } from '~/geo/position'
import { dayOf, subjectsPutAway } from '~/offline/outcomes'
import { phone } from '~/offline/phone'

/** Today's offers, less what was put away on this phone: one question and one answer for every page that shows them. */
export function useTodaysOffers() {
  const position = usePosition()
  const near = position.state === 'known' ? coarse(position.point) : undefined
  const asked = useAsk(`offers ${near ?? ''}`, () => ask(api.GET('/api/v1/offers', { params: { query: { near } } })))
  const [putAway, setPutAway] = useState<Set<string> | null>(null)

  useEffect(() => {
    subjectsPutAway(phone, dayOf(new Date())).then(setPutAway, () => setPutAway(new Set()))
  }, [])

  const offers = useMemo(
    () => (putAway && asked.data ? asked.data.items.filter((offer) => !putAway.has(offer.subject)) : null),
    [asked.data, putAway],
  )
  return { asked, offers }
}
