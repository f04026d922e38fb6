import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import { usePosition } from '~/geo/position'
import { NOBODY, spotOf, todayOf, type Hers } from '~/taste/today'
import { hearWhere, hersFrom, offersPool } from './taste'

/**
 * Today's offers: one question and one answer for every page that shows them.
 *
 * The city says what may be offered and never hears where one is; the phone puts it in order.
 */
export function useTodaysOffers() {
  const { i18n } = useTranslation()
  const position = usePosition()
  const here = position.state === 'known' ? position.point : null
  const asked = useAsk('offers pool', offersPool)
  const [hers, setHers] = useState<Hers | null>(null)
  const pool = asked.data

  useEffect(() => {
    if (!pool) return
    let current = true
    const found = hearWhere(pool)
      .then(() => hersFrom(pool))
      .catch(() => NOBODY) // A browser that refuses storage still gets the plain order.
    void found.then((all) => current && setHers(all))
    return () => {
      current = false
    }
  }, [pool])

  const spot = spotOf(here)
  const offers = useMemo(
    () => (pool && hers ? todayOf(pool, hers, here, new Date(), i18n.language) : null),
    // Steps within the same spot do not move the cards under one's finger.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [pool, hers, spot, i18n.language],
  )
  return { asked, offers }
}
