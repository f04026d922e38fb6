import { useEffect, useRef, useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '~/api/problem'
import { useHere } from '~/app/session'
import { Button } from '~/design/Button/Button'
import { LongField, TextField } from '~/design/Field/Field'
import { Trouble } from '~/design/Trouble/Trouble'
import { dateText } from '~/features/residents/days'
import { publish, type JourneyPage, type Version } from './ask'

interface Props {
  page: JourneyPage
  version: Version
  settled: (now: JourneyPage, said: string) => void
}

/** From which day a version serves those who begin, and why; who has begun goes on as she began. */
export function PublishForm({ page, version, settled }: Props) {
  const { t, i18n } = useTranslation('services_versions')
  const { city } = useHere()
  const [begins, setBegins] = useState(page.today)
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const first = useRef<HTMLInputElement>(null)
  useEffect(() => first.current?.focus(), [])
  const day = begins ? dateText(begins, i18n.language, city?.time_zone) : ''

  const send = async (event: SubmitEvent) => {
    event.preventDefault()
    setBusy(true)
    setProblem(null)
    try {
      const { data } = await publish(page.service, version.hash, begins || page.today, note)
      settled(data, t('done.published', { number: version.number, day }))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    }
    setBusy(false)
  }
  return (
    <form className="desk__form" onSubmit={(event) => void send(event)} noValidate>
      <p>{t('publish.text')}</p>
      {problem ? <Trouble problem={problem} /> : null}
      <TextField label={t('publish.day')} type="date" min={page.today} ref={first} value={begins} onChange={setBegins} />
      <LongField label={t('publish.note')} rows={2} value={note} onChange={setNote} />
      <div>
        <Button type="submit" disabled={busy}>
          {t('publish.button', { day })}
        </Button>
      </div>
    </form>
  )
}
