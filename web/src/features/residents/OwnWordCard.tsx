import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Problem } from '~/api/problem'
import { Button } from '~/design/Button/Button'
import { Trouble } from '~/design/Trouble/Trouble'
import { takeBackOwnWord } from './ask'
import { OwnWordForm } from './OwnWordForm'
import type { OwnWord } from './types'

interface Props {
  line: OwnWord
  of?: string
  done: (fresh: OwnWord[], words: string) => void
}

/** One thing to tell: what the city knows of it now, from whom, and what one can do about that. */
export function OwnWordCard({ line, of, done }: Props) {
  const { t } = useTranslation('residents')
  const [telling, setTelling] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const { label, known } = line
  const suffix = of ? `?of=${of}` : ''

  const takeBack = async () => {
    setBusy(true)
    setProblem(null)
    try {
      const { data } = await takeBackOwnWord(line.name, of)
      done(data, t('own.taken_back', { label }))
    } catch (error) {
      setProblem(error as Problem)
    }
    setBusy(false)
  }

  return (
    <li className="fact fact--own">
      <h3 className="fact__label">{label}</h3>
      {known ? <p className="fact__value">{known.value_text}</p> : null}
      <p className="fact__from">{known ? known.source_text : t('own.not_told')}</p>
      {problem ? <Trouble problem={problem} /> : null}
      {!line.consented && line.consent_purpose ? (
        <p>
          {t('own.needs_consent')}{' '}
          <Link href={`/me/consents${suffix}#${line.consent_purpose}`}>{line.consent_title}</Link>
        </p>
      ) : telling ? (
        <OwnWordForm
          line={line}
          of={of}
          cancel={() => setTelling(false)}
          told={(fresh) => {
            setTelling(false)
            done(fresh, t('own.told', { label }))
          }}
        />
      ) : (
        <div className="me__row">
          <Button
            kind="secondary"
            aria-label={t(known ? 'own.change_about' : 'own.tell_about', { label })}
            onClick={() => setTelling(true)}
          >
            {t(known ? 'own.change' : 'own.tell')}
          </Button>
          {known ? (
            <Button
              kind="quiet"
              aria-label={t('own.take_back_about', { label })}
              disabled={busy}
              onClick={() => void takeBack()}
            >
              {t('own.take_back')}
            </Button>
          ) : null}
        </div>
      )}
    </li>
  )
}
