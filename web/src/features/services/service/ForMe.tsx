import { CircleCheck, CircleHelp, CircleX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import { ButtonLink } from '~/design/Button/Button'
import { Card } from '~/design/Card/Card'
import { Disclosure } from '~/design/Disclosure/Disclosure'
import { Trouble } from '~/design/Trouble/Trouble'
import { wayHref } from '~/features/places/placeHref'
import { me } from '~/features/residents/ask'
import { serviceForMe, type ForMe as Said, type Service } from '../ask'
import { Begin } from './Begin'

const ICON = { yes: CircleCheck, no: CircleX, unknown: CircleHelp, 'not applicable': CircleHelp }

/** Whether a service is for me or a child I act for, why, and the way to take it up. */
export function ForMe({ one }: { one: Service }) {
  const { t } = useTranslation('services')
  const asked = useAsk(one.for_child ? 'me' : null, me)
  if (!one.for_child) return <Standing one={one} />
  const children = asked.data?.acting_for ?? []
  if (asked.data && children.length === 0) return <p>{t('service.noChild')}</p>
  return (
    <>
      {children.map((child) => (
        <section key={child.id} aria-label={child.name}>
          <h2>{t('service.forChild', { name: child.name })}</h2>
          <Standing one={one} child={child.id} />
        </section>
      ))}
    </>
  )
}

function Standing({ one, child }: { one: Service; child?: string }) {
  const { t } = useTranslation('services')
  const asked = useAsk(`for me ${one.id} ${child ?? ''}`, () => serviceForMe(one.id, child))
  const said = asked.data
  if (asked.problem) return <Trouble problem={asked.problem} again={asked.again} />
  return (
    <div className="journey">
      {said?.explanation ? <Why said={said} /> : null}
      {said && said.questions.length > 0 && !said.case ? (
        <div>
          <ButtonLink kind="secondary" href={`/services/questions/${one.id}/${said.subject}`}>
            {t('plan.answer')}
          </ButtonLink>
        </div>
      ) : null}
      {said?.school ? (
        <Card as="section" tone="lake" aria-label={t('service.school')}>
          <p>
            {t('service.school')}: <strong>{said.school.name}</strong>
          </p>
          <p className="journey__saved">{said.school.why}</p>
          <ButtonLink kind="quiet" href={wayHref(said.school.place)}>
            {t('service.way')}
          </ButtonLink>
        </Card>
      ) : null}
      {said?.case ? (
        <div>
          <ButtonLink href={`/services/cases/${said.case}`}>{t('plan.see')}</ButtonLink>
        </div>
      ) : said ? (
        <Begin one={one} subject={child} />
      ) : null}
      {one.has_times ? (
        <div>
          <ButtonLink kind="secondary" href={`/services/times/${one.id}${child ? `?of=${child}` : ''}`}>
            {t('service.times')}
          </ButtonLink>
        </div>
      ) : null}
    </div>
  )
}

function Why({ said }: { said: Said }) {
  const { t } = useTranslation('services')
  const explanation = said.explanation!
  return (
    <Card as="section" tone={explanation.value === 'yes' ? 'true' : 'plain'} aria-label={t('why.title')}>
      <p>
        <strong>{said.value_text}</strong>
      </p>
      {said.begins_text ? <p>{t('why.begins', { day: said.begins_text })}</p> : null}
      {explanation.settles ? <p>{explanation.settles}</p> : null}
      {explanation.change ? <p>{explanation.change}</p> : null}
      <Disclosure summary={t('why.title')}>
        <ul className="service__list">
          {explanation.conditions.map((line) => {
            const Icon = ICON[line.value]
            return (
              <li key={line.text} className="service__way">
                <Icon aria-hidden="true" size={20} />
                <span>
                  {line.text}: <strong>{t(`why.${line.attested && line.value === 'unknown' ? 'confirm' : WORD[line.value]}`)}</strong>
                  {line.known_text ? <small>{line.known_text}</small> : null}
                  {line.from_text ? <small>{line.from_text}</small> : null}
                </span>
              </li>
            )
          })}
        </ul>
        <p className="journey__saved">{explanation.version_text}</p>
      </Disclosure>
    </Card>
  )
}

const WORD = { yes: 'yes', no: 'no', unknown: 'unknown', 'not applicable': 'unknown' } as const
