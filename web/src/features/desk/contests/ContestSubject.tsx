import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import { useHere } from '~/app/session'
import { Card, Chip } from '~/design/Card/Card'
import { Notice } from '~/design/Notice/Notice'
import { Table, type Column } from '~/design/Table/Table'
import { dateText, dayText } from '~/features/residents/days'
import type { Fact } from '~/features/residents/types'
import { contest } from '../ask'
import { Answered } from '../frame/Answered'
import { Subject } from '../frame/Subject'
import { useDueText } from '../queue/dueText'
import { FactsTable } from '../residents/FactsTable'
import type { Contest } from '../types'
import { DecisionForm } from './DecisionForm'

const TONE = { open: 'warm', amended: 'true', kept: 'lake' } as const

/** The fact as it stands: once amended it is no longer the one that was contested. */
function standing(one: Contest): Fact | null {
  return one.history.find((fact) => fact.superseded_at === null) ?? one.fact
}

/** One contested fact: what the resident says, what the register says and said before, and the decision. */
export function ContestSubject({ id, list, decided }: { id: number; list: string; decided: () => void }) {
  const { t, i18n } = useTranslation('desk')
  const { city } = useHere()
  const dueText = useDueText()
  const asked = useAsk(`contest ${id}`, () => contest(id))
  const [after, setAfter] = useState<Contest | null>(null)
  const day = (iso: string) => dayText(iso, i18n.language, new Date(), city?.time_zone)

  return (
    <Answered asked={asked}>
      {(before) => {
        const one = after ?? before
        const today = standing(one)
        const label = today?.label ?? one.history[0]?.label ?? ''
        return (
          <Subject
            title={t('contests.of', { label, name: one.resident.name })}
            lead={`${t('contests.said_at', { date: day(one.contested_at) })} · ${dueText(one.due)}`}
            chip={<Chip tone={TONE[one.state]}>{t(`contests.state.${one.state}`)}</Chip>}
            list={list}
          >
            <div role="status">
              {after ? (
                <Notice tone="true">
                  {after.state === 'amended' ? t('contests.decide.done_amend') : t('contests.decide.done_keep')}
                </Notice>
              ) : null}
            </div>
            <Card as="section" aria-labelledby="contest-said">
              <h2 id="contest-said">{t('contests.said')}</h2>
              <p className="contest-words">{one.reason}</p>
            </Card>
            {today ? (
              <FactsTable title={t('contests.now')} facts={[today]} />
            ) : (
              <Notice tone="warm" title={t('contests.gone.title')}>
                {t('contests.gone.text')}
              </Notice>
            )}
            <History contest={one} />
            {one.state === 'open' ? (
              <DecisionForm
                contest={one}
                done={(now) => {
                  setAfter(now)
                  decided()
                }}
              />
            ) : (
              <Card as="section" aria-labelledby="contest-decided">
                <h2 id="contest-decided">{t('contests.decided')}</h2>
                <p>{one.decision}</p>
                <p className="desk__small">{one.legal_basis}</p>
              </Card>
            )}
          </Subject>
        )
      }}
    </Answered>
  )
}

function History({ contest: one }: { contest: Contest }) {
  const { t, i18n } = useTranslation('desk')
  const { city } = useHere()
  const older = one.history.filter((fact) => fact.id !== standing(one)?.id)
  const date = (iso: string | null) => (iso ? dateText(iso, i18n.language, city?.time_zone) : t('unknown'))
  const columns: Column<Contest['history'][number]>[] = [
    { id: 'value', title: t('table.value'), kind: 'head', cell: (fact) => fact.value_text },
    { id: 'from', title: t('table.from'), cell: (fact) => fact.source_text },
    { id: 'since', title: t('table.since'), cell: (fact) => date(fact.since) },
    { id: 'recorded', title: t('table.recorded'), cell: (fact) => date(fact.recorded_at) },
  ]
  if (older.length === 0)
    return (
      <section aria-labelledby="contest-history">
        <h2 id="contest-history">{t('contests.history')}</h2>
        <p className="desk__small">{t('contests.history_none')}</p>
      </section>
    )
  return <Table caption={t('contests.history')} captionShown columns={columns} rows={older} keyOf={(fact) => fact.id} />
}
