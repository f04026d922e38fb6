import { useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '~/api/problem'
import { useAsk } from '~/api/useAsk'
import { Button } from '~/design/Button/Button'
import { Chip } from '~/design/Card/Card'
import { ChoiceField, LongField, SelectField } from '~/design/Field/Field'
import { Notice } from '~/design/Notice/Notice'
import { Table, type Column } from '~/design/Table/Table'
import { Toggle } from '~/design/Toggle/Toggle'
import { Trouble } from '~/design/Trouble/Trouble'
import { Answered } from '~/features/desk/frame/Answered'
import { Subject } from '~/features/desk/frame/Subject'
import { useDueText } from '~/features/desk/queue/dueText'
import { TONE } from '../tone'
import { answerReport, assignReport, closeReport, deskReport, takeReport, type DeskReport } from './ask'
import '../reports.css'

/** One report: what, where, the picture, what was said, and what the office does. */
export function ReportSubject({ id, list, settled }: { id: string; list: string; settled: () => void }) {
  const { t } = useTranslation('services_reports_desk')
  const dueText = useDueText()
  const asked = useAsk(`desk report ${id}`, () => deskReport(id))
  const [after, setAfter] = useState<DeskReport | null>(null)
  const [done, setDone] = useState<string | null>(null)
  return (
    <Answered asked={asked}>
      {(before) => {
        const one = after ?? before
        const change = (now: DeskReport, said: string) => {
          setAfter(now)
          setDone(said)
          settled()
        }
        return (
          <Subject
            title={one.title}
            lead={[one.number, one.office, one.state === 'closed' ? '' : dueText(one.due)].filter(Boolean).join(' · ')}
            chip={<Chip tone={TONE[one.state]}>{one.state_text}</Chip>}
            list={list}
          >
            <div role="status">{done ? <Notice tone="true">{done}</Notice> : null}</div>
            <Where one={one} />
            {one.text ? <p className="report__text">{one.text}</p> : <p>{t('noWords')}</p>}
            {one.answers.map((line) => (
              <p key={line.text}>
                {line.text} <strong>{line.value}</strong>
              </p>
            ))}
            {one.photo ? <img className="report__photo" src={one.photo} alt={t('photo')} /> : null}
            {one.media_url ? (
              <p>
                <a href={one.media_url} rel="noreferrer">
                  {t('media')}
                </a>
              </p>
            ) : null}
            {one.forward ? (
              <Notice tone={one.forward.error ? 'warm' : 'lake'}>
                {one.forward.error
                  ? t('forwardError', { name: one.forward.to, error: one.forward.error, count: one.forward.tries })
                  : one.forward.number
                    ? t('forwarded', { name: one.forward.to, number: one.forward.number })
                    : t('forwarding', { name: one.forward.to })}
              </Notice>
            ) : null}
            {one.state === 'closed' ? null : <Act key={`${one.state}${one.moves.length}`} one={one} change={change} />}
            <Story one={one} />
          </Subject>
        )
      }}
    </Answered>
  )
}

function Where({ one }: { one: DeskReport }) {
  const { t } = useTranslation('services_reports_desk')
  return (
    <p>
      {[one.address, one.place ? t('place', { place: one.place }) : '', one.at ? one.at.join(', ') : '']
        .filter(Boolean)
        .join(' · ')}
      {' · '}
      {t('joined', { count: one.joined })}
    </p>
  )
}

function Act({ one, change }: { one: DeskReport; change: (now: DeskReport, said: string) => void }) {
  const { t } = useTranslation('services_reports_desk')
  const [open, setOpen] = useState(false)
  const [does, setDoes] = useState<'answer' | 'done' | 'not_done' | null>(null)
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)

  const attempt = async (what: () => Promise<{ data: DeskReport }>, said: string) => {
    setProblem(null)
    try {
      change((await what()).data, said)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    }
  }
  const send = (event: SubmitEvent) => {
    event.preventDefault()
    setTried(true)
    if (does === null || text.trim().length < 10) return
    void attempt(() => (does === 'answer' ? answerReport(one.id, text) : closeReport(one.id, does, text)), t(`did.${does}`))
  }
  return (
    <>
      {problem ? <Trouble problem={problem} /> : null}
      {one.state === 'filed' ? (
        <section aria-labelledby="take" className="report">
          <h2 id="take">{t('take')}</h2>
          <Toggle label={t('open')} hint={t('openHint')} state={open ? t('yes') : t('no')} checked={open} onChange={setOpen} />
          <div>
            <Button onClick={() => void attempt(() => takeReport(one.id, open), t('did.taken'))}>{t('takeAct')}</Button>
          </div>
        </section>
      ) : null}
      <SelectField
        label={t('officer')}
        value={one.officer ?? ''}
        onChange={(officer) => void attempt(() => assignReport(one.id, officer), t('did.assigned'))}
        options={[
          ...(one.officer ? [] : [{ value: '', label: t('nobody') }]),
          ...one.officers.map((officer) => ({ value: officer.id, label: officer.text })),
        ]}
      />
      <form className="desk__form" onSubmit={send} noValidate aria-labelledby="act">
        <h2 id="act">{t('act')}</h2>
        <ChoiceField
          label={t('choice')}
          error={tried && does === null ? t('missing.choice') : null}
          value={does}
          onChange={setDoes}
          options={(['answer', 'done', 'not_done'] as const).map((value) => ({ value, label: t(`choose.${value}`) }))}
        />
        <LongField
          label={t('text')}
          hint={t('textHint')}
          error={tried && text.trim().length < 10 ? t('missing.text') : null}
          rows={3}
          value={text}
          onChange={setText}
        />
        <div>
          <Button type="submit">{does ? t(`choose.${does}`) : t('go')}</Button>
        </div>
      </form>
    </>
  )
}

function Story({ one }: { one: DeskReport }) {
  const { t } = useTranslation('services_reports_desk')
  const columns: Column<DeskReport['moves'][number]>[] = [
    { id: 'what', title: t('what'), kind: 'head', cell: (move) => move.text },
    { id: 'who', title: t('who'), cell: (move) => t(`by.${move.who}`) },
    { id: 'when', title: t('when'), cell: (move) => move.day_text },
    { id: 'said', title: t('said'), cell: (move) => move.said },
  ]
  return <Table caption={t('story')} captionShown columns={columns} rows={one.moves} keyOf={(move) => one.moves.indexOf(move)} />
}
