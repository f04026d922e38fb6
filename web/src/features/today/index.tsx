import { EyeOff, Sprout } from 'lucide-react'
import { useCallback, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '~/api/problem'
import type { Offer } from '~/api/types'
import { useAsk } from '~/api/useAsk'
import { useHere } from '~/app/session'
import { learnHere } from '~/app/taste'
import { Button, ButtonLink } from '~/design/Button/Button'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { KeptAt } from '~/design/KeptAt/KeptAt'
import { Notice } from '~/design/Notice/Notice'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { moreLikeThis } from '~/features/assistant/ask'
import { myServices } from '~/features/services/ask'
import { PlanWays } from '~/features/services/plans/PlanWays'
import { OfferCard } from './OfferCard'
import { useOffers, type Refusal } from './useOffers'
import './Today.css'

/** At most five cards, and then nothing more. */
export default function Today() {
  const { t } = useTranslation('today')
  const { asked, offers, refusals, seen, refuse, undo } = useOffers()
  const { session } = useHere()
  const mine = useAsk(session?.resident ? 'my services' : null, myServices)
  const list = useRef<HTMLUListElement>(null)
  const today = asked.data
  const waits = !asked.problem && (!offers || mine.loading) // a plan stands above the cards and would push them down

  /** What was pressed is gone: the focus goes to what took its place. */
  const focusOn = useCallback((offer: Offer, what: string) => {
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>(`[data-offer="${CSS.escape(offer.id)}"] ${what}`)?.focus(),
    )
  }, [])
  const onRefuse = (offer: Offer, kind: Refusal) => {
    void refuse(offer, kind)
    focusOn(offer, 'button')
  }
  const onMore = async (offer: Offer) => {
    const there = await learnHere(offer, 'more', crypto.randomUUID(), new Date()).catch(() => true)
    return (there ? moreLikeThis(offer.subject) : Promise.resolve()).then(
      () => t('moreDone'),
      (error: unknown) => (error instanceof Problem ? error.message : String(error)),
    )
  }
  const onUndo = (offer: Offer) => {
    void undo(offer)
    focusOn(offer, 'h2')
  }

  return (
    <Page title={today?.greeting ?? t('title')} above={today?.date_text}>
      <div className="today">
        <KeptAt at={asked.keptAt} />
        {asked.problem ? <Trouble problem={asked.problem} again={asked.again} /> : null}
        {waits ? <Skeleton label={t('loading')} /> : null}
        {mine.data && mine.data.plans.length > 0 ? <PlanWays plans={mine.data.plans} label={t('plans')} /> : null}
        {!waits && offers && offers.length > 0 ? (
          <ul className="today__offers" ref={list}>
            {offers.map((offer) => (
              <li key={offer.id} data-offer={offer.id}>
                {refusals.has(offer.id) ? (
                  <PutAway offer={offer} kind={refusals.get(offer.id)!} onUndo={onUndo} />
                ) : (
                  <OfferCard offer={offer} onSeen={seen} onRefuse={onRefuse} onMore={session?.resident ? onMore : undefined} />
                )}
              </li>
            ))}
          </ul>
        ) : null}
        {offers?.length === 0 ? (
          <EmptyState
            icon={<Sprout aria-hidden="true" />}
            title={t('empty.title')}
            action={
              <ButtonLink kind="secondary" href="/around">
                {t('empty.around')}
              </ButtonLink>
            }
          >
            <p>{t('empty.text')}</p>
          </EmptyState>
        ) : null}
        {offers && offers.length > 0 ? <p className="today__end">{today?.all_done_text}</p> : null}
      </div>
    </Page>
  )
}

function PutAway({ offer, kind, onUndo }: { offer: Offer; kind: Refusal; onUndo: (offer: Offer) => void }) {
  const { t } = useTranslation('today')
  return (
    <div className="offer-away">
      <Notice
        role="status"
        icon={<EyeOff aria-hidden="true" size={20} />}
        action={
          <Button kind="quiet" onClick={() => onUndo(offer)}>
            {t('undo')}
          </Button>
        }
      >
        {kind === 'not_now' ? t('away.not_now', { title: offer.title }) : t('away.not_this', { title: offer.title })}
      </Notice>
    </div>
  )
}
