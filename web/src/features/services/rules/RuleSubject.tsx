import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '~/api/problem'
import { useAsk } from '~/api/useAsk'
import { useHere } from '~/app/session'
import { Button } from '~/design/Button/Button'
import { Notice } from '~/design/Notice/Notice'
import { Answered } from '~/features/desk/frame/Answered'
import { Subject } from '~/features/desk/frame/Subject'
import { dateText } from '~/features/residents/days'
import { changeValue, check, dryRun, publish, rule, type DryRun, type Mistake, type Rule } from './ask'
import { DryRunView } from './DryRunView'
import { heldAfter, heldFrom, isBehind } from './held'
import { Mistakes } from './Mistakes'
import { RuleEditor } from './RuleEditor'
import { ValueForm } from './ValueForm'

/** One rule: change it, see what that would do to the city, and let it decide from its day on. */
export function RuleSubject({ id, published }: { id: string; published: () => void }) {
  const asked = useAsk(`rule ${id}`, () => rule(id))
  const [done, setDone] = useState<string | null>(null)
  return (
    <Answered asked={asked}>
      {(one) => (
        <Changing
          rule={one}
          done={done}
          published={(begins) => {
            setDone(begins)
            published()
            asked.again()
          }}
        />
      )}
    </Answered>
  )
}

type Step = 'writing' | 'working' | 'tried'

interface Props {
  rule: Rule
  /** From which day the rule decides that was published just now. */
  done: string | null
  published: (begins: string) => void
}

function Changing({ rule: one, done, published }: Props) {
  const { t, i18n } = useTranslation('services_rules')
  const { city } = useHere()
  const [held, setHeld] = useState(() => heldFrom(one))
  const [round, setRound] = useState(0)
  const [mistakes, setMistakes] = useState<Mistake[]>([])
  const [found, setFound] = useState<DryRun | null>(null)
  const [step, setStep] = useState<Step>('writing')
  const [open, setOpen] = useState(one.parameters.length === 0)
  const [problem, setProblem] = useState<Problem | null>(null)
  const day = (value: string) => dateText(value, i18n.language, city?.time_zone)

  const now = heldAfter(held, one)
  if (now !== held) setHeld(now)
  const { text } = now
  const behind = isBehind(now, one) && now.published === null

  const write = (next: string) => {
    setHeld((last) => ({ ...last, text: next }))
    setFound(null)
    setMistakes([])
    setProblem(null)
    setStep('writing')
  }
  const attempt = async (what: () => Promise<void>) => {
    setStep('working')
    setProblem(null)
    try {
      await what()
    } catch (error) {
      setProblem(error instanceof Problem ? error : new Problem({ status: 0 }))
      setStep(found ? 'tried' : 'writing')
    }
  }
  const tryIt = (draft: string) =>
    attempt(async () => {
      const { data } = await check(one.id, draft)
      setMistakes(data.mistakes)
      if (data.mistakes.length > 0) return setStep('writing')
      setFound((await dryRun(one.id, draft)).data)
      setStep('tried')
    })

  return (
    <Subject
      title={one.title}
      lead={t('versions', { count: one.versions.length, day: day(one.versions.at(-1) ?? '') })}
      list="/desk/rules"
    >
      {done && step === 'writing' ? (
        <Notice tone="true" role="status" title={t('publish.done', { day: day(done) })}>
          {t('publish.done_text')}
        </Notice>
      ) : null}
      {behind ? (
        <Notice tone="warm" role="status" title={t('behind.title')}>
          {t('behind.text')}
        </Notice>
      ) : null}
      {one.parameters.length > 0 ? (
        <ValueForm
          key={round}
          rule={one}
          busy={step === 'working'}
          change={(body) =>
            attempt(async () => {
              const draft = (await changeValue(one.id, body)).data.text
              write(draft)
              await tryIt(draft)
            })
          }
        />
      ) : null}
      <details
        className="rules__text"
        open={open || mistakes.length > 0}
        onToggle={(event) => setOpen(event.currentTarget.open)}
      >
        <summary>{t('text.title')}</summary>
        <RuleEditor text={text} write={write} wrong={mistakes} />
        <Button kind="secondary" disabled={step === 'working'} onClick={() => void tryIt(text)}>
          {t('try')}
        </Button>
      </details>
      <div aria-live="polite" className="rules__said">
        {step === 'working' ? <p>{t('working')}</p> : null}
        {problem ? (
          <Notice tone="false" title={problem.detail || t('failed')}>
            {problem.nextStep}
          </Notice>
        ) : null}
        <Mistakes mistakes={mistakes} />
      </div>
      {found ? <DryRunView run={found} /> : null}
      {step === 'tried' && found ? (
        <section className="rules__publish">
          <p>{t('publish.text', { day: day(found.on) })}</p>
          <Button
            onClick={() =>
              void attempt(async () => {
                const { data } = await publish(one.id, text)
                setHeld((last) => ({ ...last, published: text }))
                setFound(null)
                setStep('writing')
                setRound((last) => last + 1)
                published(data.since)
              })
            }
          >
            {t('publish.button', { day: day(found.on) })}
          </Button>
        </section>
      ) : null}
    </Subject>
  )
}
