import { ArrowLeft } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '~/design/Button/Button'
import { Notice } from '~/design/Notice/Notice'
import { CheckList, type KnownField } from '../journey/CheckList'
import { StepForm } from '../journey/StepForm'
import type { Answers, Journey, Value } from '../journey/types'
import { nextStep, valuesOf, walk } from '../journey/walking'

interface Props {
  number: number
  journey: Journey
  known: (KnownField & { value: Value })[]
}

/** One version to walk through: as residents do, with answers that go nowhere. */
export function TryOne({ number, journey, known: facts }: Props) {
  const { t, i18n } = useTranslation(['services_versions', 'services'])
  const id = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  const [answers, setAnswers] = useState<Answers>({})
  const known: Answers = Object.fromEntries(facts.map((one) => [one.field, one.value]))
  const states = walk(journey, answers, known)
  const [at, setAt] = useState<string | null>(() => nextStep(states))
  const [walked, setWalked] = useState(0)
  useEffect(() => {
    if (walked > 0) heading.current?.focus({ preventScroll: true })
  }, [walked])

  const goTo = (step: string | null) => {
    setAt(step)
    setWalked((last) => last + 1)
  }
  const words = (text: Record<string, string> | undefined) => text?.[i18n.language] ?? ''
  const place = states.findIndex((state) => state.step.id === at)
  const step = states[place]?.step
  const before = step ? states[place - 1] : states.at(-1)
  const back = before ? (
    <Button kind="quiet" icon={<ArrowLeft aria-hidden="true" size={18} />} onClick={() => goTo(before.step.id)}>
      {t('services:journey.back')}
    </Button>
  ) : null
  const prefilled = states.filter((state) => state.settledBy === 'known').length

  return (
    <section className="try" aria-labelledby={id}>
      <header className="try__head">
        <h2 id={id}>{t('version', { number })}</h2>
        <dl className="counts">
          <div>
            <dt>{t('try.asked')}</dt>
            <dd>{states.length - prefilled}</dd>
          </div>
          <div>
            <dt>{t('try.prefilled')}</dt>
            <dd>{prefilled}</dd>
          </div>
        </dl>
      </header>
      <div className="try__screen">
        {step ? (
          <>
            <p className="page__above">
              {t('services:journey.at', { title: words(journey.title), at: place + 1, of: states.length })}
            </p>
            <h3 tabIndex={-1} ref={heading}>
              {words(step.title)}
            </h3>
            {step.why || step.help ? <p>{words(step.why) || words(step.help)}</p> : null}
            <StepForm
              key={`${step.id} ${walked}`}
              {...{ journey, step, answers, known, back }}
              answer={async (said) => {
                setAnswers((all) => ({ ...all, ...said }))
                return true
              }}
              goOn={goTo}
              giveFile={async (field, file) => setAnswers((all) => ({ ...all, [field]: file?.name }))}
              problem={null}
              saying={t('try.nothingSaved')}
            />
          </>
        ) : (
          <>
            <p className="page__above">{t('services:check.above')}</p>
            <h3 tabIndex={-1} ref={heading}>
              {words(journey.title)}
            </h3>
            <CheckList
              {...{ states, answers }}
              values={valuesOf(journey, answers, known)}
              known={facts}
              change={(one, label) => (
                <button type="button" className="desk__link" aria-label={t('services:check.changeOf', { label })} onClick={() => goTo(one.id)}>
                  {t('services:check.change')}
                </button>
              )}
            />
            <Notice tone="lake" title={t('try.end', { act: words(journey.act) })}>
              <strong>{words(journey.sent.title)}</strong> {words(journey.sent.text)}
            </Notice>
            <div className="journey__go">
              <Button
                kind="secondary"
                onClick={() => {
                  setAnswers({})
                  goTo(nextStep(walk(journey, {}, known)))
                }}
              >
                {t('try.again')}
              </Button>
              {back}
            </div>
          </>
        )}
      </div>
    </section>
  )
}
