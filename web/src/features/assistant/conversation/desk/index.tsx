import { useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '~/api/problem'
import { useAsk } from '~/api/useAsk'
import { localeOf } from '~/app/i18n'
import { Button } from '~/design/Button/Button'
import { SelectField, TextField } from '~/design/Field/Field'
import { Table, type Column } from '~/design/Table/Table'
import { Trouble } from '~/design/Trouble/Trouble'
import { Answered } from '~/features/desk/frame/Answered'
import { Subject } from '~/features/desk/frame/Subject'
import { assistantLog, deskTopics, logError, mendError, switchTopic, type AnswerError, type Topic } from '../ask'

/** What the assistant answers and what not for now, and what it answered wrongly. */
export default function ConversationPage() {
  const { t } = useTranslation('assistant_conversation_desk')
  const asked = useAsk('desk-topics', deskTopics)
  return (
    <div className="desk__page desk__page--wide">
      <Subject title={t('title')} lead={t('lead')}>
        <Answered asked={asked}>{(topics) => <Switches before={topics} />}</Answered>
      </Subject>
    </div>
  )
}

function Switches({ before }: { before: Topic[] }) {
  const { t } = useTranslation('assistant_conversation_desk')
  const [topics, setTopics] = useState(before)
  const [chosen, setChosen] = useState(before[0]?.topic ?? '')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const turn = (topic: string, off: boolean, why: string) => {
    setProblem(null)
    switchTopic(topic, off, why)
      .then(({ data }) => {
        setTopics(data)
        setReason('')
        setTried(false)
      })
      .catch((error: unknown) => setProblem(error as Problem))
  }
  const send = (event: SubmitEvent) => {
    event.preventDefault()
    setTried(true)
    if (reason.trim()) turn(chosen, true, reason)
  }
  const off = topics.filter((one) => one.off)
  const columns: Column<Topic>[] = [
    { id: 'title', title: t('topics.topic'), kind: 'head', cell: (one) => one.title },
    { id: 'reason', title: t('topics.reason'), cell: (one) => one.reason },
    {
      id: 'act',
      title: t('topics.act'),
      cell: (one) => (
        <Button kind="quiet" onClick={() => turn(one.topic, false, '')}>
          {t('topics.on')}
        </Button>
      ),
    },
  ]
  const options = topics.map((one) => ({ value: one.topic, label: one.title }))
  return (
    <>
      <h2>{t('topics.title')}</h2>
      {off.length > 0 ? (
        <Table caption={t('topics.caption')} columns={columns} rows={off} keyOf={(one) => one.topic} />
      ) : (
        <p>{t('topics.none')}</p>
      )}
      <form className="desk__form" onSubmit={send} noValidate>
        <SelectField label={t('topics.topic')} value={chosen} onChange={setChosen} options={options} />
        <TextField
          label={t('topics.reason')}
          hint={t('topics.hint')}
          error={tried && !reason.trim() ? t('topics.missing') : null}
          value={reason}
          onChange={setReason}
        />
        {problem ? <Trouble problem={problem} /> : null}
        <Button type="submit">{t('topics.off')}</Button>
      </form>
      <Errors options={options} />
    </>
  )
}

function Errors({ options }: { options: { value: string; label: string }[] }) {
  const { t, i18n } = useTranslation('assistant_conversation_desk')
  const day = (at: string) => new Intl.DateTimeFormat(localeOf(i18n.language), { dateStyle: 'long' }).format(new Date(at))
  const asked = useAsk('assistant-log', assistantLog)
  const [made, setMade] = useState<AnswerError[] | null>(null)
  const [topic, setTopic] = useState('')
  const [english, setEnglish] = useState('')
  const [italian, setItalian] = useState('')
  const [since, setSince] = useState(today)
  const [problem, setProblem] = useState<Problem | null>(null)
  const keep = (asking: ReturnType<typeof logError>) => {
    setProblem(null)
    asking
      .then(({ data }) => {
        setMade(data)
        setEnglish('')
        setItalian('')
      })
      .catch((error: unknown) => setProblem(error as Problem))
  }
  const send = (event: SubmitEvent) => {
    event.preventDefault()
    keep(logError(topic, { en: english, it: italian }, since))
  }
  const columns: Column<AnswerError>[] = [
    { id: 'what', title: t('errors.what'), kind: 'head', cell: (one) => one.what },
    { id: 'since', title: t('errors.since'), cell: (one) => day(one.since) },
    {
      id: 'mended',
      title: t('errors.mended'),
      cell: (one) =>
        one.mended ? (
          `${day(one.mended)}: ${one.how}`
        ) : (
          <Button kind="quiet" onClick={() => keep(mendError(one.id, { en: english, it: italian }, today()))}>
            {t('errors.mend')}
          </Button>
        ),
    },
  ]
  return (
    <>
      <h2>{t('errors.title')}</h2>
      <p>{t('errors.lead')}</p>
      <Answered asked={asked}>
        {(log) => (
          <Table caption={t('errors.title')} columns={columns} rows={made ?? log.errors} keyOf={(one) => `${one.id}`} />
        )}
      </Answered>
      <form className="desk__form" onSubmit={send} noValidate>
        <SelectField
          label={t('topics.topic')}
          value={topic}
          onChange={setTopic}
          options={[{ value: '', label: t('errors.no_topic') }, ...options]}
        />
        <TextField label={t('errors.english')} value={english} onChange={setEnglish} />
        <TextField label={t('errors.italian')} value={italian} onChange={setItalian} />
        <TextField type="date" label={t('errors.since')} value={since} onChange={setSince} />
        {problem ? <Trouble problem={problem} /> : null}
        <Button type="submit">{t('errors.log')}</Button>
      </form>
    </>
  )
}

const today = () => new Date().toISOString().slice(0, 10)
