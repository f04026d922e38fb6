import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '~/api/problem'
import { useHere } from '~/app/session'
import { Button } from '~/design/Button/Button'
import { Trouble } from '~/design/Trouble/Trouble'
import { handOver } from './ask'

/** Hand a question over to a person; the dialogue goes along only if she ticks it. */
export function HandOver({ question, topic }: { question: string; topic: string }) {
  const { t } = useTranslation('assistant_conversation')
  const { session } = useHere()
  const [open, setOpen] = useState(false)
  const [along, setAlong] = useState(false)
  const [done, setDone] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [id] = useState(() => crypto.randomUUID())
  const box = useId()
  const words = useRef<HTMLParagraphElement>(null)
  // The button that was pressed is gone: what stands in its place is seen, and read, next.
  const step = done ? 'done' : open ? 'open' : 'closed'
  useEffect(() => {
    if (step === 'closed') return
    words.current?.focus({ preventScroll: true })
    words.current?.parentElement?.scrollIntoView({ block: 'nearest' })
  }, [step])

  if (!session?.resident) return null
  if (done) {
    return (
      <p ref={words} tabIndex={-1}>
        {t('handed.done')}
      </p>
    )
  }
  if (!open) {
    return (
      <div className="talk__acts">
        <Button kind="quiet" onClick={() => setOpen(true)}>
          {t('handed.open')}
        </Button>
      </div>
    )
  }
  const send = () => {
    setBusy(true)
    setProblem(null)
    const body = { id, question, topic, with_dialogue: along }
    handOver(body)
      .then(() => setDone(true))
      .catch((error: unknown) => setProblem(error as Problem))
      .finally(() => setBusy(false))
  }
  return (
    <div className="talk__hand">
      <p ref={words} tabIndex={-1}>
        {t('handed.text', { question })}
      </p>
      <p className="talk__along">
        <input id={box} type="checkbox" checked={along} onChange={(event) => setAlong(event.target.checked)} />
        <label htmlFor={box}>{t('handed.along')}</label>
      </p>
      {problem ? <Trouble problem={problem} /> : null}
      <div className="talk__acts">
        <Button disabled={busy} onClick={send}>
          {t('handed.send')}
        </Button>
        <Button kind="quiet" onClick={() => setOpen(false)}>
          {t('handed.leave')}
        </Button>
      </div>
    </div>
  )
}
