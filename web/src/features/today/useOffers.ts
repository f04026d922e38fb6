import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { api, ask } from '~/api/client'
import type { Offer } from '~/api/types'
import { useAsk } from '~/api/useAsk'
import { settleOutcomes, tell } from '~/app/outcomes'
import { coarse } from '~/geo/geo'
import { location, usePosition } from '~/geo/position'
import { bringBack, dayOf, putAway, subjectsPutAway, undoOutcome } from '~/offline/outcomes'
import { phone } from '~/offline/phone'

export type Refusal = 'not_now' | 'not_this'

interface Away {
  offer: Offer
  kind: Refusal
  outcome: string
}

/** Today's offers without what was put away on this phone, and the ways to answer them. */
export function useOffers() {
  const position = usePosition()
  const near = position.state === 'known' ? coarse(position.point) : undefined
  const asked = useAsk(`offers ${near ?? ''}`, () => ask(api.GET('/api/v1/offers', { params: { query: { near } } })))
  const [before, setBefore] = useState<Set<string> | null>(null)
  const [away, setAway] = useState<Away[]>([])
  const told = useRef(new Set<string>())

  useEffect(() => {
    void location.resume()
    subjectsPutAway(phone, dayOf(new Date())).then(setBefore, () => setBefore(new Set()))
    // What could be undone while one looked at Today is final once one has gone on.
    return () => void settleOutcomes()
  }, [])

  const offers = useMemo(
    () => (before && asked.data ? asked.data.items.filter((offer) => !before.has(offer.subject)) : null),
    [asked.data, before],
  )

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
  }, [])

  const undo = useCallback(
    async (offer: Offer) => {
      const gone = away.find((one) => one.offer.id === offer.id)
      setAway((all) => all.filter((one) => one.offer.id !== offer.id))
      await bringBack(phone, offer.subject).catch(() => undefined)
      if (gone) await undoOutcome(phone, gone.outcome).catch(() => undefined)
    },
    [away],
  )

  const refusals = useMemo(() => new Map(away.map((one) => [one.offer.id, one.kind])), [away])
  return { asked, offers, refusals, seen, refuse, undo }
}
