import { useTranslation } from 'react-i18next'
import { Card } from '~/design/Card/Card'
import { Disclosure } from '~/design/Disclosure/Disclosure'
import type { Case } from '../ask'

/** Where a child stands on a ranking list, and what each point is for. */
export function OnList({ at }: { at: NonNullable<Case['on_list']> }) {
  const { t } = useTranslation('services')
  return (
    <Card as="section" tone={at.within ? 'true' : 'lake'} aria-labelledby="on-list">
      <h2 id="on-list">{t('list.title', { group: at.title })}</h2>
      <p>
        <strong>{at.text}</strong>
      </p>
      <p>{at.when_text}</p>
      {at.late_text ? <p>{at.late_text}</p> : null}
      <Disclosure summary={t('list.points', { count: at.points })}>
        <dl className="check">
          {at.lines.map((line) => (
            <div key={line.text} className="check__row">
              <dt>{line.text}</dt>
              <dd>
                <strong>{t('list.of', { points: line.points ?? '?', worth: line.worth ?? '?' })}</strong>
                <small>{line.counts_text}</small>
              </dd>
            </div>
          ))}
        </dl>
        <p className="journey__saved">{at.ties}</p>
        <p className="journey__saved">{t('list.person')}</p>
      </Disclosure>
    </Card>
  )
}
