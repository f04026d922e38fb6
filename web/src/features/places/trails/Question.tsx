import { useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '~/design/Button/Button'
import { TextField } from '~/design/Field/Field'
import { answerHash } from '~/offline/riddles'
import type { Solved } from '~/offline/walks'
import { inWords, type Stop } from './useTrails'

/** What is asked at a stop: answers are compared on the phone, hints come one by one, and nobody gets stuck. */
export function Question({ stop, solved }: { stop: Stop; solved: (how: Solved) => void }) {
  const { t, i18n } = useTranslation('places_trails')
  const [answer, setAnswer] = useState('')
  const [wrong, setWrong] = useState(false)
  const [hints, setHints] = useState(0)
  const language = i18n.language
  const change = (next: string) => {
    setAnswer(next)
    setWrong(false)
  }
  const check = (event: SubmitEvent) => {
    event.preventDefault()
    if (!answer.trim()) return
    void answerHash(stop.salt, answer).then((hash) => {
      if (stop.answers.includes(hash)) solved('answered')
      else setWrong(true)
    })
  }
  return (
    <form onSubmit={check} className="riddle">
      {stop.choices.length > 0 ? (
        <fieldset className="riddle__choices">
          <legend>{inWords(stop.question, language)}</legend>
          {stop.choices.map((words) => {
            const text = inWords(words, language)
            return (
              <label key={text} className="riddle__choice">
                <input type="radio" name={`answer-${stop.id}`} checked={answer === text} onChange={() => change(text)} />
                <span>{text}</span>
              </label>
            )
          })}
        </fieldset>
      ) : (
        <TextField label={inWords(stop.question, language)} autoComplete="off" value={answer} onChange={change} />
      )}
      <p role="status">{wrong ? t('question.wrong') : null}</p>
      {stop.hints.slice(0, hints).map((hint) => (
        <p key={inWords(hint, language)} className="riddle__hint">
          <strong>{t('question.hintIs')}</strong> {inWords(hint, language)}
        </p>
      ))}
      <div className="trail__buttons">
        <Button type="submit">{t('question.check')}</Button>
        {hints < stop.hints.length ? (
          <Button kind="secondary" onClick={() => setHints(hints + 1)}>
            {t('question.hint')}
          </Button>
        ) : null}
        <Button kind="quiet" onClick={() => solved('skipped')}>
          {t('question.skip')}
        </Button>
      </div>
    </form>
  )
}
