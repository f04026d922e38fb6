import i18next from 'i18next'
import { useEffect } from 'react'
import type { City } from '~/api/types'

export type AddressForm = City['address_form']
export interface Words {
  [key: string]: string | Words
}

let current: AddressForm | null = null

/** How Italian sentences address the reader: as the city says, else as the page came from its server. */
export function addressForm(): AddressForm {
  current ??= document.documentElement.dataset.addressForm === 'lei' ? 'lei' : 'tu'
  return current
}

/** Lay the sentences that say Lei over those that say tu; one whose place is gone is left out. */
export function laidOver(tu: Words, lei: Words): Words {
  return Object.fromEntries(
    Object.entries(tu).map(([key, said]) => {
      const other = lei[key]
      if (typeof said === 'object') return [key, typeof other === 'object' ? laidOver(said, other) : said]
      return [key, typeof other === 'string' ? other : said]
    }),
  )
}

/** Address the reader in this form from now on. */
export async function speakWith(form: AddressForm): Promise<void> {
  if (form === addressForm()) return
  current = form
  if (!i18next.hasResourceBundle('it', 'app')) return
  await i18next.reloadResources(['it'])
  // Pages draw their words anew when they hear of a language, though it is the one they have.
  await i18next.changeLanguage(i18next.language)
}

/** Speak in the form that the city asks for, as soon as it is known. */
export function useAddressForm(city: City | null): void {
  const form = city?.address_form
  useEffect(() => {
    if (form) void speakWith(form)
  }, [form])
}
