import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { useAsk } from '~/api/useAsk'
import { Button } from '~/design/Button/Button'
import { Notice } from '~/design/Notice/Notice'
import { Table } from '~/design/Table/Table'
import { Trouble } from '~/design/Trouble/Trouble'
import { Answered } from '~/features/desk/frame/Answered'
import { useSending } from '~/features/desk/frame/useSending'
import { AnyField } from './AnyField'
import { beforeDivision, drawUpDivision, type Division, type RecordLine, type RecordType } from './ask'
import { askedInParts, balance, missingIn, saidBy, valuesOf, type Values } from './form'
import { RecordPicker } from './RecordPicker'
import { Why } from './Why'

interface Props {
  type: RecordType
  record: RecordLine
  reason: string
  /** Whether one is divided, or several are joined. */
  joins: boolean
}

/** Divides a record or joins it with others: the parts are asked for, whose they are follows, and what there is stays as much. */
export function DivisionForm({ type, record, reason, joins }: Props) {
  const [others, setOthers] = useState<RecordLine[]>([])
  const sources = [record.id, ...others.map(({ id }) => id)]
  const asked = useAsk(`division ${reason} ${sources.join(' ')}`, () => beforeDivision(sources, reason))
  return (
    <div className="desk__form">
      {joins ? <RecordPicker type={type} but={record.id} chosen={others} onChange={setOthers} /> : null}
      {joins && others.length === 0 ? null : (
        <Answered asked={asked}>
          {(before) => <Parts key={joins ? 'join' : 'divide'} type={type} before={before} count={joins ? 1 : 2} joins={joins} />}
        </Answered>
      )}
    </div>
  )
}

interface PartsProps {
  type: RecordType
  before: Division
  count: number
  joins: boolean
}

function Parts({ type, before, count, joins }: PartsProps) {
  const { t } = useTranslation('records_desk')
  const [, go] = useLocation()
  const { field, follows } = type.divides ?? { field: '', follows: [] }
  const fields = askedInParts(type.fields, follows)
  const [parts, setParts] = useState<Values[]>(() => Array.from({ length: count }, () => valuesOf(fields, {})))
  const [why, setWhy] = useState('')
  const [law, setLaw] = useState('')
  const { tried, busy, problem, send } = useSending()
  const { after, gap } = balance(parts, field, before.amount)
  const missing = parts.map((part) => missingIn(fields, part, []))
  const amount = (number: number) => (type.divides?.unit === 'm2' ? `${number} m²` : String(number))
  const told = { before: amount(before.amount), after: amount(after), gap: amount(Math.abs(gap)) }
  const change = (at: number, name: string, value: Values[string]) =>
    setParts((all) => all.map((part, place) => (place === at ? { ...part, [name]: value } : part)))

  const isWhole = missing.flat().length === 0 && gap === 0 && Boolean(why.trim() && law.trim())
  const draw = async () => {
    const sources = before.sources.map(({ id }) => id)
    const said = parts.map((part) => saidBy(fields, part))
    const { data: draft } = await drawUpDivision({ sources, parts: said, reason: why.trim(), law: law.trim() })
    go(`/desk/records/drafts/${draft.id}`)
  }

  return (
    <form className="desk__form" onSubmit={send(isWhole, draw)} noValidate>
      {problem ? <Trouble problem={problem} /> : null}
      <Table
        caption={t('division.before', { amount: before.amount_text })}
        captionShown
        rows={before.sources}
        keyOf={({ id }) => id}
        columns={[
          { id: 'title', title: type.name, kind: 'head', cell: (source) => source.title },
          { id: 'amount', title: labelOf(type, field), kind: 'number', cell: (source) => source.amount_text },
          { id: 'owners', title: labelOf(type, follows[0]), cell: (source) => inWords(source.owners) },
        ]}
      />
      <p>{t('division.owners', { owners: inWords(before.owners) })}</p>
      {parts.map((part, at) => (
        <fieldset key={at} className="records-desk__parties">
          <legend>{joins ? t('division.whole') : t('division.part', { number: at + 1 })}</legend>
          {fields.map((one) => (
            <AnyField
              key={one.name}
              field={one}
              required
              value={part[one.name] ?? ''}
              error={tried && missing[at]?.includes(one.name) ? t('form.missing') : null}
              onChange={(value) => change(at, one.name, value)}
            />
          ))}
        </fieldset>
      ))}
      {joins ? null : (
        <div className="records-desk__steps">
          <Button kind="quiet" onClick={() => setParts((all) => [...all, valuesOf(fields, {})])}>
            {t('division.add')}
          </Button>
          {parts.length > 2 ? (
            <Button kind="quiet" onClick={() => setParts((all) => all.slice(0, -1))}>
              {t('division.remove')}
            </Button>
          ) : null}
        </div>
      )}
      <div role="status">
        {gap === 0 ? (
          <Notice tone="true">{t('division.balanced', told)}</Notice>
        ) : (
          <Notice tone="warm">{t(gap > 0 ? 'division.too_little' : 'division.too_much', told)}</Notice>
        )}
      </div>
      <Why reason={why} law={law} tried={tried} onReason={setWhy} onLaw={setLaw} />
      <div>
        <Button type="submit" disabled={busy}>
          {type.issue.eyes > 1 ? t('form.to_check') : t('form.to_sign')}
        </Button>
      </div>
    </form>
  )
}

function labelOf(type: RecordType, name: string | undefined): string {
  return type.fields.find((field) => field.name === name)?.label ?? ''
}

function inWords(owners: Division['owners']): string {
  return owners.map(({ name, share }) => `${name} ${share}`).join('; ')
}
