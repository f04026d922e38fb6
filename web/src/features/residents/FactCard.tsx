import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useHere } from '~/app/session'
import { Button } from '~/design/Button/Button'
import { Disclosure } from '~/design/Disclosure/Disclosure'
import { Notice } from '~/design/Notice/Notice'
import { ContestForm } from './ContestForm'
import { articleOf, dateText, dayText } from './days'
import type { Contested, Fact } from './types'

/** One fact: what, its value, where from; behind a tap why it is known, how long it is kept, and the objection. */
export function FactCard({ fact, of, sent }: { fact: Fact; of?: string; sent: () => void }) {
  const { t, i18n } = useTranslation('residents')
  const { city } = useHere()
  const [contesting, setContesting] = useState(false)
  const day = (iso: string) => dayText(iso, i18n.language, new Date(), city?.time_zone)
  const date = (iso: string) => dateText(iso, i18n.language, city?.time_zone)
  const rows = [
    { name: t('facts.basis'), text: fact.basis_text },
    { name: t('facts.kept'), text: fact.retention_text },
    { name: t('facts.recorded'), text: date(fact.recorded_at) },
  ]
  return (
    <li className="fact">
      <h3 className="fact__label">{fact.label}</h3>
      <p className="fact__value">{fact.value_text}</p>
      <p className="fact__from">
        {fact.source_text}
        {fact.until ? `, ${t('facts.until', { date: date(fact.until), context: articleOf(fact.until) })}` : ''}
      </p>
      {fact.contested ? <ContestNotice contested={fact.contested} day={day} /> : null}
      <Disclosure summary={t('facts.more')} about={t('facts.more_of', { label: fact.label })}>
        <dl>
          {rows.map((row) => (
            <div key={row.name}>
              <dt>{row.name}</dt>
              <dd>{row.text}</dd>
            </div>
          ))}
          {fact.consent_purpose ? (
            <div>
              <dt>{t('facts.consent')}</dt>
              <dd>
                <Link href={`/me/consents${of ? `?of=${of}` : ''}#${fact.consent_purpose}`}>
                  {t('facts.consent_see')}
                </Link>
              </dd>
            </div>
          ) : null}
        </dl>
        {contesting ? (
          <ContestForm
            fact={fact}
            of={of}
            cancel={() => setContesting(false)}
            sent={() => {
              setContesting(false)
              sent()
            }}
          />
        ) : fact.contested?.state === 'open' ? null : (
          <div>
            <Button
              kind="secondary"
              aria-label={t('facts.wrong_about', { label: fact.label })}
              onClick={() => setContesting(true)}
            >
              {t('facts.wrong')}
            </Button>
          </div>
        )}
      </Disclosure>
    </li>
  )
}

const TONE = { open: 'warm', amended: 'true', kept: 'lake' } as const

function ContestNotice({ contested, day }: { contested: Contested; day: (iso: string) => string }) {
  const { t } = useTranslation('residents')
  return (
    <Notice tone={TONE[contested.state]} title={contested.text}>
      {t('facts.contest.words', { date: day(contested.at), reason: contested.reason })}
    </Notice>
  )
}
