import { Heart } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '~/api/problem'
import type { Offer, Place } from '~/api/types'
import { useHere } from '~/app/session'
import { learnHere } from '~/app/taste'
import { Button } from '~/design/Button/Button'
import { moreLikeThis } from '~/features/assistant/ask'
import { phone } from '~/offline/phone'
import { whereKept } from '~/offline/taste'

/** Ask for more like this place: learned on the phone alone where she wants it kept there, else in the city. */
export function More({ place }: { place: Place }) {
  const { t } = useTranslation('places')
  const { session } = useHere()
  const [said, setSaid] = useState('')
  if (!session?.resident) return null
  const ask = async () => {
    const { on_phone, may_learn } = await whereKept(phone)
    const { id: subject, name: title, category: learned_as, lat, lon } = place
    const like = { subject, title, learned_as, kind: 'place', place: { lat, lon } } as unknown as Offer
    const tells = await learnHere(like, 'more', crypto.randomUUID(), new Date())
    if (tells || (on_phone && !may_learn)) await moreLikeThis(subject)
  }
  return (
    <>
      <Button
        kind="quiet"
        icon={<Heart aria-hidden="true" size={18} />}
        onClick={() =>
          void ask().then(
            () => setSaid(t('place.moreDone')),
            (error: unknown) => setSaid(error instanceof Problem ? error.message : String(error)),
          )
        }
      >
        {t('place.more')}
      </Button>
      <p role="status">{said}</p>
    </>
  )
}
