import { createContext, useCallback, useContext, useMemo, type ReactNode } from 'react'
import { api, ask } from '~/api/client'
import type { City, Session } from '~/api/types'
import { forgetVisit, useAsk, type Asked } from '~/api/useAsk'
import { forgetAnswers } from '~/offline/answers'
import { forgetDrafts } from '~/offline/drafts'
import { forgetPerson } from '~/offline/outcomes'
import { forgetWalks, ownWalks } from '~/offline/walks'
import { phone } from '~/offline/phone'
import { forgetTaste } from '~/offline/taste'
import { useAddressForm } from './address'
import { useCityLook } from './cityLook'

interface Here {
  city: City | null
  cityAsked: Asked<City>
  session: Session | null
  /** Call after signing in, out, or stepping into a persona: forgets what this phone kept of the last person. */
  personChanged: () => Promise<void>
}

const HereContext = createContext<Here | null>(null)

export function HereProvider({ children }: { children: ReactNode }) {
  const cityAsked = useAsk('city', () => ask(api.GET('/api/v1/city')))
  const sessionAsked = useAsk('session', () => ask(api.GET('/api/v1/session')))
  useCityLook(cityAsked.data)
  useAddressForm(cityAsked.data)

  const { again } = sessionAsked
  const personChanged = useCallback(async () => {
    forgetVisit()
    const forgetting = [forgetAnswers(phone), forgetPerson(phone), forgetDrafts(phone), forgetTaste(phone)]
    await Promise.allSettled([...forgetting, ownWalks().then(forgetWalks)])
    again()
  }, [again])

  const here = useMemo(
    () => ({ city: cityAsked.data, cityAsked, session: sessionAsked.data, personChanged }),
    [cityAsked, sessionAsked.data, personChanged],
  )
  return <HereContext value={here}>{children}</HereContext>
}

/** The city one is in and who is signed in; each null until known. */
export function useHere(): Here {
  const here = useContext(HereContext)
  if (!here) throw new Error('useHere needs a HereProvider above it.')
  return here
}
