import { Download } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '~/api/problem'
import { useAsk } from '~/api/useAsk'
import { useHere } from '~/app/session'
import { Button } from '~/design/Button/Button'
import { Card, Chip } from '~/design/Card/Card'
import { Notice } from '~/design/Notice/Notice'
import { Table, type Column } from '~/design/Table/Table'
import { Trouble } from '~/design/Trouble/Trouble'
import { Answered } from '~/features/desk/frame/Answered'
import { Subject } from '~/features/desk/frame/Subject'
import { useDueText } from '~/features/desk/queue/dueText'
import { useShortcuts } from '~/features/desk/shortcuts'
import { dayText } from '~/features/residents/days'
import { TONE } from '../cases/tone'
import { DecideForm } from './DecideForm'
import { deskCase, takeCase, type DeskCase } from './ask'
import './desk.css'

const VALUE = {
  yes: { tone: 'true', word: 'yes' },
  no: { tone: 'false', word: 'no' },
  unknown: { tone: 'warm', word: 'unknown' },
  'not applicable': { tone: 'plain', word: 'unknown' },
} as const
type Condition = NonNullable<DeskCase['explanation']>['conditions'][number]

/** One application: each condition with its value and source, the papers, the story, the law, and the decision. */
export function CaseSubject({ id, list, settled }: { id: string; list: string; settled: () => void }) {
  const { t, i18n } = useTranslation('services_desk')
  const { city } = useHere()
  const dueText = useDueText()
  const asked = useAsk(`desk case ${id}`, () => deskCase(id))
  const [after, setAfter] = useState<DeskCase | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const day = (iso: string) => dayText(iso, i18n.language, new Date(), city?.time_zone)
  return (
    <Answered asked={asked}>
      {(before) => {
        const one = after ?? before
        const change = (now: DeskCase, said: string) => {
          setAfter(now)
          setDone(said)
          settled()
        }
        return (
          <Subject
            title={`${one.title} · ${one.resident.name}`}
            lead={[
              one.number,
              one.sent_at ? t('sent', { day: day(one.sent_at) }) : '',
              one.due ? dueText(one.due) : '',
              one.officer ? t('with', { name: one.officer }) : '',
            ]
              .filter(Boolean)
              .join(' · ')}
            chip={<Chip tone={TONE[one.state]}>{one.state_text}</Chip>}
            list={list}
          >
            <div role="status">{done ? <Notice tone="true">{done}</Notice> : null}</div>
            {one.applicant ? (
              <p>{t('guardian', { name: one.applicant.name, proof: one.proof ?? '' })}</p>
            ) : null}
            <Conditions one={one} />
            <Told one={one} />
            <Act one={one} change={change} />
            <Story one={one} day={day} />
          </Subject>
        )
      }}
    </Answered>
  )
}

function Conditions({ one }: { one: DeskCase }) {
  const { t } = useTranslation('services_desk')
  if (!one.explanation) return null
  const columns: Column<Condition>[] = [
    { id: 'what', title: t('condition'), kind: 'head', cell: (line) => line.text },
    {
      id: 'value',
      title: t('value'),
      cell: (line) => <Chip tone={VALUE[line.value].tone}>{t(`is.${VALUE[line.value].word}`)}</Chip>,
    },
    { id: 'known', title: t('known'), cell: (line) => line.known_text ?? t('nothing') },
    { id: 'from', title: t('from'), cell: (line) => line.from_text ?? line.law ?? '' },
  ]
  return (
    <>
      <Table
        caption={one.explanation.version_text}
        captionShown
        columns={columns}
        rows={one.explanation.conditions}
        keyOf={(line) => line.text}
      />
      {one.explanation.settles ? (
        <Card as="section" aria-labelledby="settles">
          <h2 id="settles">{t('settles')}</h2>
          <p>{one.explanation.settles}</p>
        </Card>
      ) : null}
      {one.replayed_text ? <p className="desk__small">{one.replayed_text}</p> : null}
    </>
  )
}

function Told({ one }: { one: DeskCase }) {
  const { t } = useTranslation('services_desk')
  const columns: Column<DeskCase['told'][number]>[] = [
    { id: 'what', title: t('field'), kind: 'head', cell: (line) => line.label },
    { id: 'value', title: t('answer'), cell: (line) => <strong>{line.text}</strong> },
    { id: 'from', title: t('from'), cell: (line) => line.from_text },
  ]
  return (
    <>
      {one.told.length > 0 ? (
        <Table caption={t('told')} captionShown columns={columns} rows={one.told} keyOf={(line) => line.field} />
      ) : (
        <p>{t('toldNothing')}</p>
      )}
      {one.documents.length > 0 ? (
        <section aria-labelledby="papers">
          <h2 id="papers">{t('papers')}</h2>
          <ul>
            {one.documents.map((file) => (
              <li key={file.id}>
                <a className="case-file" href={`/api/v1/desk/cases/${one.id}/files/${file.id}`} download={file.name}>
                  <Download aria-hidden="true" size={18} />
                  {file.name}
                </a>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  )
}

function Act({ one, change }: { one: DeskCase; change: (now: DeskCase, said: string) => void }) {
  const { t } = useTranslation('services_desk')
  const [problem, setProblem] = useState<Problem | null>(null)
  const law = useRef<HTMLElement>(null)
  useShortcuts({ law: () => law.current?.focus() })
  const take = async () => {
    try {
      change((await takeCase(one.id)).data, t('done.taken'))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    }
  }
  return (
    <>
      <section ref={law} tabIndex={-1} className="case-law" aria-labelledby="law">
        <h2 id="law">{t('law')}</h2>
        <p>{one.law}</p>
        <p className="desk__small">{t(one.answered_after_list ? 'withinOfList' : 'within', { count: one.answer_within_days })}</p>
      </section>
      {problem ? <Trouble problem={problem} /> : null}
      {one.choices.includes('in_progress') ? (
        <div>
          <Button kind="secondary" onClick={() => void take()}>
            {t('take')}
          </Button>
        </div>
      ) : null}
      {one.choices.some((to) => to !== 'in_progress') ? <DecideForm one={one} done={change} /> : null}
    </>
  )
}

function Story({ one, day }: { one: DeskCase; day: (iso: string) => string }) {
  const { t } = useTranslation('services_desk')
  const columns: Column<DeskCase['moves'][number]>[] = [
    { id: 'to', title: t('moved'), kind: 'head', cell: (move) => move.text },
    { id: 'who', title: t('who'), cell: (move) => t(`by.${move.by}`) },
    { id: 'when', title: t('when'), cell: (move) => day(move.at) },
    { id: 'why', title: t('why'), cell: (move) => [move.reason, move.law].filter(Boolean).join(' · ') },
  ]
  return <Table caption={t('story')} captionShown columns={columns} rows={one.moves} keyOf={(move) => move.at} />
}
