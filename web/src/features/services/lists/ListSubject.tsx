import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { Problem } from '~/api/problem'
import { useAsk } from '~/api/useAsk'
import { Button } from '~/design/Button/Button'
import { Chip } from '~/design/Card/Card'
import { Disclosure } from '~/design/Disclosure/Disclosure'
import { LongField, TextField } from '~/design/Field/Field'
import { Notice } from '~/design/Notice/Notice'
import { Table, type Column } from '~/design/Table/Table'
import { Trouble } from '~/design/Trouble/Trouble'
import { Answered } from '~/features/desk/frame/Answered'
import { Subject } from '~/features/desk/frame/Subject'
import { givePlaces, list, type FullList, type Row, type Which } from './ask'

/** A ranking list in its order, with what each point is for, and the places that the machine proposes to give. */
export function ListSubject({ which, given }: { which: Which; given: () => void }) {
  const { t } = useTranslation('services_lists')
  const asked = useAsk(`desk list ${which.service} ${which.year} ${which.group}`, () => list(which))
  const [after, setAfter] = useState<FullList | null>(null)
  const columns: Column<Row>[] = [
    { id: 'position', title: t('position'), kind: 'number', cell: (row) => row.position },
    {
      id: 'number',
      title: t('number'),
      kind: 'head',
      cell: (row) => <Link href={`/desk/cases/${row.case}`}>{row.number}</Link>,
    },
    { id: 'points', title: t('points'), kind: 'number', cell: (row) => <strong>{row.points}</strong> },
    { id: 'for', title: t('for'), cell: (row) => <PointsFor row={row} /> },
    { id: 'state', title: t('state'), cell: (row) => <State row={row} /> },
  ]
  return (
    <Answered asked={asked}>
      {(before) => {
        const one = after ?? before
        return (
          <Subject
            title={`${one.title}: ${one.group_title}`}
            lead={t('lead', { on: one.on_list, places: one.places, given: one.given })}
            list="/desk/lists"
          >
            <div role="status">
              {after ? <Notice tone="true">{t('done', { count: after.given - before.given })}</Notice> : null}
            </div>
            <p>{one.when_text}</p>
            <p className="desk__small">{one.ties}</p>
            <Table caption={t('order')} captionShown columns={columns} rows={one.rows} keyOf={(row) => row.case} />
            {one.proposed > 0 ? (
              <Give
                one={one}
                which={which}
                done={(now) => {
                  setAfter(now)
                  given()
                }}
              />
            ) : null}
          </Subject>
        )
      }}
    </Answered>
  )
}

function PointsFor({ row }: { row: Row }) {
  const counting = row.lines.filter((line) => line.points !== 0)
  return (
    <ul className="points">
      {counting.map((line) => (
        <li key={line.text}>
          {line.text}: {line.points === null ? line.counts_text : `+${line.points}`}
        </li>
      ))}
    </ul>
  )
}

function State({ row }: { row: Row }) {
  const { t } = useTranslation('services_lists')
  const state = row.state === 'granted' ? 'given' : row.proposed ? 'proposed' : 'waits'
  const tone = { given: 'true', proposed: 'lake', waits: 'plain' } as const
  return (
    <>
      <Chip tone={tone[state]}>{t(`is.${state}`)}</Chip>
      {row.late ? <small> {t('late')}</small> : null}
    </>
  )
}

function Give({ one, which, done }: { one: FullList; which: Which; done: (after: FullList) => void }) {
  const { t } = useTranslation('services_lists')
  const [reason, setReason] = useState('')
  const [law, setLaw] = useState(one.law)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  const give = async () => {
    setBusy(true)
    setProblem(null)
    const cases = one.rows.filter((row) => row.proposed).map((row) => row.case)
    try {
      done((await givePlaces(which, { cases, reason, law })).data)
    } catch (error) {
      setBusy(false)
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    }
  }
  return (
    <section className="desk__form" aria-labelledby="give">
      <h2 id="give">{t('give.title')}</h2>
      <p>{t('give.text', { count: one.proposed })}</p>
      {one.open ? <Notice tone="warm">{t('give.open')}</Notice> : null}
      {problem ? <Trouble problem={problem} /> : null}
      <Disclosure summary={t('give.words')}>
        <LongField label={t('give.reason')} hint={t('give.reasonHint')} rows={2} value={reason} onChange={setReason} />
        <TextField label={t('give.law')} maxLength={500} value={law} onChange={setLaw} />
      </Disclosure>
      <div>
        <Button disabled={busy} onClick={() => void give()}>
          {t('give.go', { count: one.proposed })}
        </Button>
      </div>
    </section>
  )
}
