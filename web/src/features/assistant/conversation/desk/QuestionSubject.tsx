import { useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '~/api/problem'
import { useAsk } from '~/api/useAsk'
import { Button } from '~/design/Button/Button'
import { LongField } from '~/design/Field/Field'
import { Trouble } from '~/design/Trouble/Trouble'
import { Answered } from '~/features/desk/frame/Answered'
import { Subject } from '~/features/desk/frame/Subject'
import { answerQuestion, deskQuestion, type DeskQuestion } from '../ask'

/** A question that was handed over, with the dialogue where the resident agreed, and the answer she will read. */
export function QuestionSubject({ id, list, settled }: { id: string; list: string; settled: () => void }) {
  const { t } = useTranslation('assistant_conversation_desk')
  const asked = useAsk(`desk-question ${id}`, () => deskQuestion(id))
  const [now, setNow] = useState<DeskQuestion | null>(null)
  return (
    <Answered asked={asked}>
      {(before) => {
        const one = now ?? before
        return (
          <Subject title={one.text} lead={one.topic || t('question.no_topic')} list={list}>
            {one.dialogue.length > 0 ? (
              <section>
                <h2>{t('question.dialogue')}</h2>
                <ul>
                  {one.dialogue.map((turn, at) => (
                    // Turns have no names of their own; their order is what they are.
                    // oxlint-disable-next-line react/no-array-index-key
                    <li key={at}>
                      <strong>{t(`question.who.${turn.who}`)}</strong> {turn.words}
                    </li>
                  ))}
                </ul>
              </section>
            ) : (
              <p>{t('question.alone')}</p>
            )}
            {one.answered_at ? (
              <p role="status">{t('question.done', { answer: one.answer })}</p>
            ) : (
              <AnswerForm
                id={id}
                done={(answered) => {
                  setNow(answered)
                  settled()
                }}
              />
            )}
          </Subject>
        )
      }}
    </Answered>
  )
}

function AnswerForm({ id, done }: { id: string; done: (now: DeskQuestion) => void }) {
  const { t } = useTranslation('assistant_conversation_desk')
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const send = (event: SubmitEvent) => {
    event.preventDefault()
    setTried(true)
    setProblem(null)
    if (!text.trim()) return
    answerQuestion(id, text)
      .then(({ data }) => done(data))
      .catch((error: unknown) => setProblem(error as Problem))
  }
  return (
    <form className="desk__form" onSubmit={send} noValidate>
      <LongField
        label={t('question.answer')}
        hint={t('question.hint')}
        error={tried && !text.trim() ? t('question.missing') : null}
        value={text}
        onChange={setText}
      />
      {problem ? <Trouble problem={problem} /> : null}
      <Button type="submit">{t('question.send')}</Button>
    </form>
  )
}
