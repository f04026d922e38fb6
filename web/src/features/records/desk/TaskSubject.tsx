import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { Problem } from '~/api/problem'
import { useAsk } from '~/api/useAsk'
import { Button } from '~/design/Button/Button'
import { LongField } from '~/design/Field/Field'
import { Notice } from '~/design/Notice/Notice'
import { Trouble } from '~/design/Trouble/Trouble'
import { Answered } from '~/features/desk/frame/Answered'
import { Subject } from '~/features/desk/frame/Subject'
import { settleTask, taskOf, type RecordTask } from './ask'
import { StatusChip } from './RecordSubject'

interface Props {
  id: string
  list: string
  settled?: () => void
}

/** What another record asks of one: the evidence, the law, and the officer's decision with its reason. */
export function TaskSubject({ id, list, settled }: Props) {
  const asked = useAsk(`record task ${id}`, () => taskOf(id))
  return (
    <Answered asked={asked}>
      {(task) => (
        <Decide
          task={task}
          list={list}
          done={() => {
            asked.again()
            settled?.()
          }}
        />
      )}
    </Answered>
  )
}

function Decide({ task, list, done }: { task: RecordTask; list: string; done: () => void }) {
  const { t } = useTranslation('records_desk')
  const [said, setSaid] = useState('')
  const [missing, setMissing] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const waits = task.state === 'waiting'

  const decide = async (act: boolean) => {
    setMissing(!said.trim())
    if (!said.trim()) return
    setBusy(true)
    setProblem(null)
    try {
      await settleTask(task.id, act, said.trim())
      done()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    }
    setBusy(false)
  }

  return (
    <Subject
      title={`${task.do_text}: ${task.record.title}`}
      lead={`${task.record.type_name} · ${task.agency}`}
      list={list}
      chip={<StatusChip valid={task.record.valid} text={task.record.status_text} />}
    >
      {problem ? <Trouble problem={problem} /> : null}
      <Notice tone="lake" title={t('task.because', { record: task.because, what: task.because_what.toLowerCase() })}>
        <p>
          {task.because_text}. {task.cause}
        </p>
        <p>{t('task.law', { law: task.law })}</p>
        {task.restores ? <p>{t('task.restores')}</p> : null}
      </Notice>
      <p>
        <Link href={`/desk/records/of/${task.record.id}`}>{t('draft.record')}</Link>
      </p>
      {waits ? (
        <>
          <LongField
            label={t('task.words')}
            rows={2}
            value={said}
            onChange={setSaid}
            error={missing ? t('form.missing') : null}
          />
          <div className="records-desk__steps">
            <Button disabled={busy} onClick={() => void decide(true)}>
              {task.do === 'review' ? t('task.reviewed') : t('task.do', { step: task.do_text.toLowerCase() })}
            </Button>
            <Button kind="secondary" disabled={busy} onClick={() => void decide(false)}>
              {t('task.leave')}
            </Button>
          </div>
        </>
      ) : (
        <div role="status">
          <Notice tone="true" title={t(`task.${task.state === 'done' ? 'is_done' : 'is_left'}`)}>
            {task.said}
          </Notice>
        </div>
      )}
    </Subject>
  )
}
