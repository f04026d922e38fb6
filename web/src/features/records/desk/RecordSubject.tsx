import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useAsk } from '~/api/useAsk'
import { Button } from '~/design/Button/Button'
import { Notice } from '~/design/Notice/Notice'
import { Table } from '~/design/Table/Table'
import { Answered } from '~/features/desk/frame/Answered'
import { Subject } from '~/features/desk/frame/Subject'
import { deskRecord, type DeskRecord, type RecordType, type Step } from './ask'
import { DivisionForm } from './DivisionForm'
import { DraftForm } from './DraftForm'
import { Says } from './Says'

interface Props {
  id: string
  reason: string
  types: RecordType[]
}

/** One record whole: how it stands, what it says, what stands beside it, its history, who looked, what can be done. */
export function RecordSubject({ id, reason, types }: Props) {
  const asked = useAsk(`record ${id} ${reason}`, () => deskRecord(id, reason))
  return <Answered asked={asked}>{(shown) => <Whole shown={shown} reason={reason} types={types} />}</Answered>
}

function Whole({ shown, reason, types }: { shown: DeskRecord; reason: string; types: RecordType[] }) {
  const { t } = useTranslation('records_desk')
  const { record } = shown
  const [step, setStep] = useState<Step | null>(null)
  const proof = `/api/v1/desk/registers/records/${record.id}/proof?reason=${encodeURIComponent(reason)}`
  const type = types.find((one) => one.id === (step?.type ?? record.type))
  const [division, setDivision] = useState<'divide' | 'join' | null>(null)
  const own = types.find((one) => one.id === record.type)
  const divides = own?.divides && own.may_enter && shown.steps.some(({ kind }) => kind === 'revoke')

  return (
    <Subject
      title={record.title}
      lead={`${record.type_name} · ${record.agency}`}
      list="/desk/records"
      chip={<StatusChip valid={record.valid} text={record.status_text} />}
    >
      <Notice tone={record.valid ? 'true' : 'warm'}>
        {t('since', { status: record.status_text, day: record.since_text })} {record.why}{' '}
        {record.until_text ? t('until', { day: record.until_text }) : ''}{' '}
        {record.grade === 'legacy' ? record.grade_text : ''}
      </Notice>
      {shown.under_way.map((draft) => (
        <Notice key={draft} tone="lake">
          <Link href={`/desk/records/drafts/${draft}`}>{t('under_way')}</Link>
        </Notice>
      ))}
      <Says fields={record.fields} title={t('says')} />
      {shown.beside.length > 0 ? (
        <section>
          <h2>{t('beside')}</h2>
          <ul className="records-desk__lines">
            {shown.beside.map((one) => (
              <li key={one.id}>
                <Link href={`/desk/records/of/${one.id}`}>
                  {one.type_name}: {one.title}
                </Link>{' '}
                <StatusChip valid={one.valid} text={one.status_text} />
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <section aria-labelledby="steps-title">
        <h2 id="steps-title">{t('steps')}</h2>
        <div className="records-desk__steps">
          {[...shown.steps, ...shown.attachable].map((one) => (
            <Button
              key={`${one.type} ${one.kind}`}
              kind="secondary"
              aria-expanded={step === one}
              onClick={() => (setDivision(null), setStep(step === one ? null : one))}
            >
              {one.type === record.type ? one.label : t('attach', { type: one.type_name })}
            </Button>
          ))}
          {divides
            ? (['divide', 'join'] as const).map((what) => (
                <Button
                  key={what}
                  kind="secondary"
                  aria-expanded={division === what}
                  onClick={() => (setStep(null), setDivision(division === what ? null : what))}
                >
                  {t(`division.${what}`)}
                </Button>
              ))
            : null}
        </div>
        {division && own ? (
          <DivisionForm key={division} type={own} record={record} reason={reason} joins={division === 'join'} />
        ) : null}
        {step && type ? (
          <DraftForm
            key={`${step.type} ${step.kind}`}
            type={type}
            step={step}
            record={step.type === record.type ? record : null}
            attachedTo={step.type === record.type ? null : record.id}
          />
        ) : null}
      </section>
      <History shown={shown} />
      <section>
        <h2>{t('proof.title')}</h2>
        <p>{t('proof.text')}</p>
        <p>
          <a href={proof} download>
            {t('proof.get')}
          </a>
        </p>
      </section>
      <Table
        caption={t('looks.title')}
        captionShown
        rows={shown.looks}
        keyOf={(look) => `${look.at_text} ${look.who} ${look.reason}`}
        columns={[
          { id: 'at', title: t('looks.at'), kind: 'head', cell: (look) => look.at_text },
          { id: 'who', title: t('looks.who'), cell: (look) => `${look.who}, ${look.role}` },
          { id: 'why', title: t('looks.why'), cell: (look) => look.reason },
        ]}
      />
    </Subject>
  )
}

function History({ shown }: { shown: DeskRecord }) {
  const { t } = useTranslation('records_desk')
  return (
    <Table
      caption={t('history.title')}
      captionShown
      rows={shown.history}
      keyOf={(line) => line.hash}
      columns={[
        {
          id: 'what',
          title: t('history.what'),
          kind: 'head',
          cell: (line) => (
            <>
              {line.what}
              <br />
              <small>{line.recorded_text}</small>
            </>
          ),
        },
        { id: 'by', title: t('history.by'), cell: (line) => line.by.join('; ') },
        {
          id: 'why',
          title: t('history.why'),
          cell: (line) =>
            [
              line.restores ? t('history.restores') : '',
              line.derived && !line.restores ? t('history.derived') : '',
              line.cause,
              line.reason,
              line.law,
            ]
              .filter(Boolean)
              .join(' · '),
        },
        {
          id: 'place',
          title: t('history.place'),
          cell: (line) => (
            <>
              {t('history.entry', { index: line.index })}
              <br />
              <code>{line.hash.slice(0, 12)}…</code>
            </>
          ),
        },
      ]}
    />
  )
}

export function StatusChip({ valid, text }: { valid: boolean; text: string }) {
  return <span className={`records-desk__chip records-desk__chip--${valid ? 'true' : 'warm'}`}>{text}</span>
}
