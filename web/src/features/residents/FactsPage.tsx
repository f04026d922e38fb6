import { FileText } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { Notice } from '~/design/Notice/Notice'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { facts } from './ask'
import { Back } from './Back'
import { FactCard } from './FactCard'
import { useWhose, Whose } from './Whose'

/** Every fact the city holds about one, or about a child one acts for. */
export function FactsPage() {
  const { t } = useTranslation('residents')
  const { of, child } = useWhose()
  const asked = useAsk(`facts ${of}`, () => facts(of))
  const [said, setSaid] = useState<string | null>(null)

  const sent = (label: string) => {
    setSaid(t('facts.contest.sent', { label }))
    asked.again()
  }

  return (
    <Page
      title={child ? t('facts.about', { name: child.name }) : t('facts.title')}
      lead={t('facts.intro')}
      above={<Back />}
    >
      <div className="me">
        <Whose changed={() => setSaid(null)} />
        <div role="status">{said ? <Notice tone="true">{said}</Notice> : null}</div>
        {asked.loading ? <Skeleton label={t('loading')} /> : null}
        {asked.problem ? <Trouble problem={asked.problem} again={asked.again} /> : null}
        {asked.data?.groups.length === 0 ? (
          <EmptyState icon={<FileText aria-hidden="true" />} title={t('facts.none.title')}>
            {t('facts.none.text')}
          </EmptyState>
        ) : null}
        {asked.data?.groups.map((group) => (
          <section key={group.id} aria-labelledby={`group-${group.id}`} className="facts">
            <h2 id={`group-${group.id}`}>{group.title}</h2>
            <ul className="facts__list">
              {group.facts.map((fact) => (
                <FactCard key={fact.id} fact={fact} of={of} sent={() => sent(fact.label)} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Page>
  )
}
