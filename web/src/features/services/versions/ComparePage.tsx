import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import { ButtonLink } from '~/design/Button/Button'
import { Card, Chip } from '~/design/Card/Card'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { Answered } from '~/features/desk/frame/Answered'
import { Subject } from '~/features/desk/frame/Subject'
import { compare, journey, type Change, type Comparison } from './ask'
import { parted } from './draft'

const TONE = { added: 'true', removed: 'false', moved: 'lake', changed: 'warm' } as const

/** What differs between two versions, question by question: as it was at the left, as it would be at the right. */
export function ComparePage({ id, before, after }: { id: string; before: string; after: string }) {
  const { t } = useTranslation('services_versions')
  const page = useAsk(`desk journey ${id}`, () => journey(id))
  const asked = useAsk(`compare ${before} ${after}`, () => compare(id, before, after))
  return (
    <div className="desk__page desk__page--wide">
      <Answered asked={asked}>
        {(found) => (
          <Subject
            title={t('comparison.title', { before: found.before, after: found.after, title: page.data?.title ?? '' })}
            lead={t('comparison.lead', { count: found.changes.length })}
          >
            <div className="version__acts">
              <ButtonLink kind="secondary" href={`/desk/journeys/${id}`}>
                {t('back')}
              </ButtonLink>
              <ButtonLink kind="secondary" href={`/desk/journeys/${id}/try/${before}/${after}`}>
                {t('try.act')}
              </ButtonLink>
            </div>
            {found.changes.length === 0 ? (
              <EmptyState title={t('comparison.none')}>{t('comparison.noneText')}</EmptyState>
            ) : null}
            {grouped(found.changes).map(([where, changes]) => (
              <Card as="section" key={where} aria-label={where} className="version">
                <h2>{where}</h2>
                <ul className="changes">
                  {changes.map((change) => (
                    <Told key={change.what} change={change} found={found} />
                  ))}
                </ul>
              </Card>
            ))}
          </Subject>
        )}
      </Answered>
    </div>
  )
}

function grouped(changes: Change[]): [string, Change[]][] {
  const groups = new Map<string, Change[]>()
  for (const change of changes) groups.set(change.where, [...(groups.get(change.where) ?? []), change])
  return [...groups]
}

/** One change: what, and both texts with the words that differ marked by line and stroke, not by colour alone. */
function Told({ change, found }: { change: Change; found: Comparison }) {
  const { t } = useTranslation('services_versions')
  const { begin, before, after, end } = parted(change.before, change.after)
  const kind = change.kind as keyof typeof TONE
  const spoken = change.language || undefined
  return (
    <li className="change">
      <p className="change__what">
        <Chip tone={TONE[kind]}>{t(`kind.${kind}`)}</Chip> {change.what}
      </p>
      {change.before || change.after ? (
        <dl className="change__sides">
          <div>
            <dt>{t('version', { number: found.before })}</dt>
            <dd lang={spoken}>{change.before ? <>{begin}{before ? <del>{before}</del> : null}{end}</> : t('nothing')}</dd>
          </div>
          <div>
            <dt>{t('version', { number: found.after })}</dt>
            <dd lang={spoken}>{change.after ? <>{begin}{after ? <ins>{after}</ins> : null}{end}</> : t('nothing')}</dd>
          </div>
        </dl>
      ) : null}
    </li>
  )
}
