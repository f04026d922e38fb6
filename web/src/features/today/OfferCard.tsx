import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Offer } from '~/api/types'
import { tell } from '~/app/outcomes'
import { Button, ButtonLink } from '~/design/Button/Button'
import { Card, Chip } from '~/design/Card/Card'
import type { Refusal } from './useOffers'
import './OfferCard.css'

interface Props {
  offer: Offer
  onSeen: (offer: Offer) => void
  onRefuse: (offer: Offer, kind: Refusal) => void
  /** Ask for more like it; says what came of it. None for whoever is not learned from. */
  onMore?: ((offer: Offer) => Promise<string>) | undefined
}

/** Call `onSeen` once at least half of the element is in sight. */
function useSeen(onSeen: () => void) {
  const element = useRef<HTMLElement>(null)
  useEffect(() => {
    const watch = new IntersectionObserver((entries) => entries.some((one) => one.isIntersecting) && onSeen(), {
      threshold: 0.5,
    })
    if (element.current) watch.observe(element.current)
    return () => watch.disconnect()
  }, [onSeen])
  return element
}

/** One thing worth doing: when, what, why, one button, and two ways to decline. */
export function OfferCard({ offer, onSeen, onRefuse, onMore }: Props) {
  const [said, setSaid] = useState('')
  const { t } = useTranslation('today')
  const element = useSeen(() => onSeen(offer))
  const titled = `offer-${offer.id}`
  const about = { 'aria-describedby': titled }
  return (
    <Card as="article" tone={offer.urgent ? 'warm' : 'plain'} className="offer" aria-labelledby={titled}>
      <div ref={element as React.RefObject<HTMLDivElement>} className="offer__text">
        {offer.when_text ? <Chip tone={offer.urgent ? 'warm' : 'lake'}>{offer.when_text}</Chip> : null}
        <h2 id={titled} tabIndex={-1}>
          <Link href={offer.act.href} onClick={() => void tell(offer, 'opened')}>
            {offer.title}
          </Link>
        </h2>
        <p>{offer.text}</p>
        <p className="offer__why">{offer.why}</p>
      </div>
      <div className="answers">
        <ButtonLink href={offer.act.href} onClick={() => void tell(offer, 'accepted')} {...about}>
          {offer.act.label}
        </ButtonLink>
        <div className="answers__refusals">
          <Button kind="quiet" onClick={() => onRefuse(offer, 'not_now')} {...about}>
            {t('notNow')}
          </Button>
          <Button kind="quiet" onClick={() => onRefuse(offer, 'not_this')} {...about}>
            {t('notThis')}
          </Button>
          {onMore ? (
            <Button kind="quiet" onClick={() => void onMore(offer).then(setSaid)} {...about}>
              {t('more')}
            </Button>
          ) : null}
        </div>
        <p role="status" className={said ? '' : 'ams-visually-hidden'}>
          {said}
        </p>
      </div>
    </Card>
  )
}
