import { ListPlus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import { Button, ButtonLink } from '~/design/Button/Button'
import { Card, Chip } from '~/design/Card/Card'
import { Trouble } from '~/design/Trouble/Trouble'
import { Ways } from '~/design/Ways/Ways'
import { answerOffer, myServices, type MyServices, type ServiceOffer } from '../ask'
import { PlanWays } from './PlanWays'

const FIRST = 4

/** What is due to me, and my plans. */
export function DueList() {
  const { t } = useTranslation('services')
  const asked = useAsk('my services', myServices)
  const [all, setAll] = useState(false)
  const [gone, setGone] = useState<Set<string>>(new Set())
  const offers = asked.data?.offers.filter((offer) => !gone.has(offer.id)) ?? []
  const ready = offers.filter((offer) => offer.ready)
  const shown = all ? ready : ready.slice(0, FIRST)
  const put = (offer: ServiceOffer, answer: 'not_now' | 'never') => {
    setGone((before) => new Set(before).add(offer.id))
    void answerOffer(offer.id, answer).catch(() => asked.again())
  }
  return (
    <>
      {asked.problem && !asked.problem.offline ? <Trouble problem={asked.problem} again={asked.again} /> : null}
      {asked.data && asked.data.plans.length > 0 ? (
        <section aria-labelledby="plans" className="due">
          <h2 id="plans">{t('plan.mine')}</h2>
          <PlanWays plans={asked.data.plans} level={3} />
        </section>
      ) : null}
      {shown.length > 0 ? (
        <section aria-labelledby="due" className="due">
          <h2 id="due">{t('due.title')}</h2>
          {shown.map((offer) => (
            <Card as="article" key={offer.id} tone={offer.urgent ? 'warm' : 'plain'} aria-labelledby={`due-${offer.id}`} className="plan__step">
              {offer.when_text ? (
                <p>
                  <Chip tone="warm">{offer.when_text}</Chip>
                </p>
              ) : null}
              <h3 id={`due-${offer.id}`}>{offer.title}</h3>
              <p>{offer.text}</p>
              <p className="inbox__why">{offer.why}</p>
              <div className="answers">
                <ButtonLink href={`/services/offers/${offer.id}`} aria-describedby={`due-${offer.id}`}>
                  {offer.act}
                </ButtonLink>
                <div className="answers__refusals">
                  <Button kind="quiet" aria-describedby={`due-${offer.id}`} onClick={() => put(offer, 'not_now')}>
                    {t('due.notNow')}
                  </Button>
                  <Button kind="quiet" aria-describedby={`due-${offer.id}`} onClick={() => put(offer, 'never')}>
                    {t('due.never')}
                  </Button>
                </div>
              </div>
            </Card>
          ))}
          {shown.length < ready.length ? (
            <Button kind="secondary" onClick={() => setAll(true)}>
              {t('due.all', { count: ready.length })}
            </Button>
          ) : null}
        </section>
      ) : null}
      {asked.data && asked.data.beginnings.length > 0 ? <Beginnings of={asked.data.beginnings} /> : null}
    </>
  )
}

/** What only she can tell has happened; telling it makes a plan. */
function Beginnings({ of }: { of: MyServices['beginnings'] }) {
  const { t } = useTranslation('services')
  const ways = of.map((one) => ({ href: `/services/begin/${one.id}`, title: one.title, text: t('plan.begin'), Icon: ListPlus }))
  return (
    <section aria-labelledby="beginnings" className="due">
      <h2 id="beginnings">{t('plan.beginnings')}</h2>
      <Ways ways={ways} level={3} />
    </section>
  )
}
