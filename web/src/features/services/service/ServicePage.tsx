import { Building2, Globe, Mail, MapPin, Phone, Smartphone } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useAsk } from '~/api/useAsk'
import { useHere } from '~/app/session'
import { Card } from '~/design/Card/Card'
import { KeptAt } from '~/design/KeptAt/KeptAt'
import { Notice } from '~/design/Notice/Notice'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { wayHref } from '~/features/places/placeHref'
import { service, type Service } from '../ask'
import { Back } from '../cases/CasePage'
import { Begin } from './Begin'
import { ForMe } from './ForMe'

const ICONS = { app: Smartphone, counter: Building2, phone: Phone, mail: Mail, post: MapPin, web: Globe }

/** All of a service: what it is, whether it is for me and why, how it is had, what it costs, by which law. */
export function ServicePage({ id }: { id: string }) {
  const { t } = useTranslation('services')
  const asked = useAsk(`service ${id}`, () => service(id))
  const one = asked.data
  return (
    <Page above={<Back />} title={one?.title ?? t('service.title')} lead={one?.summary}>
      <div className="journey">
        <KeptAt at={asked.keptAt} />
        {asked.problem ? <Trouble problem={asked.problem} again={asked.again} /> : null}
        {!one && !asked.problem ? <Skeleton label={t('loading')} /> : null}
        {one ? <About one={one} /> : null}
      </div>
    </Page>
  )
}

function About({ one }: { one: Service }) {
  const { t } = useTranslation('services')
  const { session } = useHere()
  return (
    <>
      {session?.resident ? <ForMe one={one} /> : <Begin one={one} />}
      <p>{one.about}</p>
      {one.window_text ? <Notice tone="lake">{one.window_text}</Notice> : null}
      <Card as="section" aria-label={t('service.what')}>
        <dl className="service__facts">
          <div>
            <dt>{t('service.result')}</dt>
            <dd>{one.result}</dd>
          </div>
          <div>
            <dt>{t('service.cost')}</dt>
            <dd>{one.cost}</dd>
          </div>
          <div>
            <dt>{t('service.answer')}</dt>
            <dd>{t(one.answered_after_list ? 'service.daysOfList' : 'service.days', { count: one.answer_within_days })}</dd>
          </div>
          <div>
            <dt>{t('service.law')}</dt>
            <dd>{one.law}</dd>
          </div>
        </dl>
      </Card>
      {one.no_school.length > 0 ? (
        <section aria-labelledby="no-school">
          <h2 id="no-school">{t('service.noSchool')}</h2>
          <ul className="service__list">
            {one.no_school.map((days) => (
              <li key={days.days_text}>
                {days.text}: {days.days_text}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {one.evidence.length > 0 ? (
        <section aria-labelledby="papers">
          <h2 id="papers">{t('service.papers')}</h2>
          <ul className="service__list">
            {one.evidence.map((paper) => (
              <li key={paper.text}>
                {paper.text}
                {paper.held_by ? <small>{t('service.held', { by: paper.held_by })}</small> : null}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <section aria-labelledby="ways">
        <h2 id="ways">{t('service.ways')}</h2>
        <ul className="service__list">
          {one.channels.map((channel) => {
            const Icon = ICONS[channel.way]
            return (
              <li key={channel.way + channel.text} className="service__way">
                <Icon aria-hidden="true" size={20} />
                <span>
                  {channel.text}
                  {channel.contact ? <Contact way={channel.way} contact={channel.contact} /> : null}
                  {channel.place ? (
                    <>
                      {' '}
                      <Link href={wayHref(channel.place)}>{t('service.way')}</Link>
                    </>
                  ) : null}
                </span>
              </li>
            )
          })}
        </ul>
      </section>
    </>
  )
}

function Contact({ way, contact }: { way: string; contact: string }) {
  const href = way === 'phone' ? `tel:${contact.replace(/[^+\d]/g, '')}` : contact
  return (
    <>
      {' '}
      <a href={href}>{contact.replace('https://', '')}</a>
    </>
  )
}
