import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Offer } from '~/api/types'
import { settleOutcomes, tell } from '~/app/outcomes'
import { answerDue } from '~/app/serviceOffers'
import { useTodaysOffers } from '~/app/useTodaysOffers'
import { location } from '~/geo/position'
import { bringBack, dayOf, putAway, undoOutcome } from '~/offline/outcomes'
import { phone } from '~/offline/phone'
import { forgetOne } from '~/offline/taste'

export type Refusal = 'not_now' | 'not_this'

interface Away {
  offer: Offer
  kind: Refusal
  outcome: string
}

/** Today's offers without what was put away on this phone, and the ways to answer them. */
export function useOffers() {
  const { asked, offers } = useTodaysOffers()
  const [away, setAway] = useState<Away[]>([])
  const told = useRef(new Set<string>())

  useEffect(() => {
    void location.resume()
    // What could be undone while one looked at Today is final once one has gone on.
    return () => void settleOutcomes()
  }, [])

  const seen = useCallback((offer: Offer) => {
    if (told.current.has(offer.id)) return
    told.current.add(offer.id)
    void tell(offer, 'shown')
  }, [])

  const refuse = useCallback(async (offer: Offer, kind: Refusal) => {
    const outcome = crypto.randomUUID()
    setAway((all) => [...all, { offer, kind, outcome }])
    await putAway(phone, offer.subject, kind, dayOf(new Date())).catch(() => undefined)
    await tell(offer, kind, { held: true, id: outcome })
    await answerDue(offer, kind).catch(() => undefined)
  }, [])

  const undo = useCallback(
    async (offer: Offer) => {
      const gone = away.find((one) => one.offer.id === offer.id)
      setAway((all) => all.filter((one) => one.offer.id !== offer.id))
      await bringBack(phone, offer.subject).catch(() => undefined)
      if (gone) await Promise.allSettled([undoOutcome(phone, gone.outcome), forgetOne(phone, gone.outcome)])
      await answerDue(offer, 'undo').catch(() => undefined)
    },
    [away],
  )

  const refusals = useMemo(() => new Map(away.map((one) => [one.offer.id, one.kind])), [away])
  return { asked, offers, refusals, seen, refuse, undo }
}
