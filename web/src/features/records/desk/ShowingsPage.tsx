import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import { Button } from '~/design/Button/Button'
import { SelectField, TextField } from '~/design/Field/Field'
import { Notice } from '~/design/Notice/Notice'
import { Trouble } from '~/design/Trouble/Trouble'
import { Answered } from '~/features/desk/frame/Answered'
import { Subject } from '~/features/desk/frame/Subject'
import { useSending } from '~/features/desk/frame/useSending'
import { askWallet, recordTypes, showingOf, type Asked, type RecordType } from './ask'
import { Says } from './Says'
import './records-desk.css'

const AGAIN_MS = 2_000

/** Asks somebody at the counter to show a few lines of one record from her wallet, and shows what came. */
export default function ShowingsPage() {
  const { t } = useTranslation('records_desk')
  const types = useAsk('record types', recordTypes)
  const [question, setQuestion] = useState<Asked | null>(null)
  return (
    <div className="desk__page">
      <Subject title={t('showing.title')} lead={t('showing.lead')}>
        {question ? (
          <Question key={question.id} question={question} anew={() => setQuestion(null)} />
        ) : (
          <Answered asked={types}>{({ types: known }) => <AskForm types={known} asked={setQuestion} />}</Answered>
        )}
      </Subject>
    </div>
  )
}

function AskForm({ types, asked }: { types: RecordType[]; asked: (question: Asked) => void }) {
  const { t } = useTranslation('records_desk')
  const [register, setRegister] = useState('')
  const [claims, setClaims] = useState<string[]>([])
  const [purpose, setPurpose] = useState('')
  const { tried, busy, problem, send } = useSending()
  const type = types.find(({ id }) => id === register)
  const none = tried && type !== undefined && claims.length === 0

  const isWhole = claims.length > 0 && Boolean(type && purpose.trim())
  const askNow = async () => {
    if (type) asked((await askWallet(type.id, claims, purpose.trim())).data)
  }

  return (
    <form className="desk__form" onSubmit={send(isWhole, askNow)} noValidate>
      {problem ? <Trouble problem={problem} /> : null}
      <SelectField
        label={t('showing.type')}
        value={register}
        error={tried && !type ? t('form.missing') : null}
        onChange={(chosen) => (setRegister(chosen), setClaims([]))}
        options={[{ value: '', label: t('form.choose') }, ...types.map(({ id, name }) => ({ value: id, label: name }))]}
      />
      {type ? (
        <fieldset className="records-desk__parties" aria-describedby={none ? 'claims-missing' : undefined}>
          <legend>{t('showing.claims')}</legend>
          {none ? (
            <p className="field__error" id="claims-missing">
              {t('showing.claims_missing')}
            </p>
          ) : null}
          {type.fields
            .filter(({ name }) => type.shows.includes(name))
            .map(({ name, label }) => (
              <label key={name} className="records-desk__claim">
                <input
                  type="checkbox"
                  checked={claims.includes(name)}
                  onChange={({ target }) =>
                    setClaims(target.checked ? [...claims, name] : claims.filter((one) => one !== name))
                  }
                />
                {label}
              </label>
            ))}
        </fieldset>
      ) : null}
      <TextField
        label={t('showing.purpose')}
        hint={t('showing.purpose_hint')}
        value={purpose}
        onChange={setPurpose}
        maxLength={300}
        error={tried && !purpose.trim() ? t('form.missing') : null}
      />
      <div>
        <Button type="submit" disabled={busy}>
          {t('showing.ask')}
        </Button>
      </div>
    </form>
  )
}

function Question({ question, anew }: { question: Asked; anew: () => void }) {
  const { t } = useTranslation('records_desk')
  const asked = useAsk(`showing ${question.id}`, () => showingOf(question.id))
  const { again } = asked
  const state = asked.data?.state ?? 'waiting'
  useEffect(() => {
    if (state !== 'waiting') return
    const timer = setInterval(again, AGAIN_MS)
    return () => clearInterval(timer)
  }, [state, again])

  return (
    <>
      <div role="status">
        <Notice tone={state === 'shown' ? 'true' : state === 'waiting' ? 'lake' : 'warm'} title={t(`showing.is.${state}`)}>
          <p>{asked.data?.refused || t(`showing.then.${state}`)}</p>
        </Notice>
      </div>
      {state === 'waiting' ? (
        <figure className="records-desk__square">
          <img src={`data:image/svg+xml,${encodeURIComponent(question.square)}`} alt={t('showing.square')} />
        </figure>
      ) : null}
      {asked.data?.shown.length ? <Says title={t('showing.shown')} fields={asked.data.shown} /> : null}
      <div>
        <Button kind="secondary" onClick={anew}>
          {t('showing.anew')}
        </Button>
      </div>
    </>
  )
}
