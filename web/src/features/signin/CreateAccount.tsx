import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useHere } from '~/app/session'
import { Page } from '~/design/Page/Page'
import { Progress, Skeleton } from '~/design/Skeleton/Skeleton'
import { AlreadyIn } from './AlreadyIn'
import { whereAmI, type Step } from './allauth'
import { CodeStep, EmailStep, PasskeyStep } from './AccountSteps'
import './signin.css'

const NUMBER: Partial<Record<Step, number>> = { start: 1, enter_code: 2, make_passkey: 3 }

/** A new account in three steps, one question each; the server remembers the step, so a reload goes on from it. */
export function CreateAccount() {
  const { t } = useTranslation('signin')
  const { session, personChanged } = useHere()
  const [step, setStep] = useState<Step | null>(null)
  const [made, setMade] = useState(false)
  const [email, setEmail] = useState('')
  const [moved, setMoved] = useState(false)

  useEffect(() => {
    whereAmI().then(setStep, () => setStep('start'))
  }, [])

  const next = async (to: Step) => {
    setMoved(true)
    if (to === 'signed_in') {
      setMade(true)
      await personChanged()
    }
    setStep(to)
  }

  if (session?.signed_in) return <AlreadyIn welcome={made} />

  const number = step ? NUMBER[step] : undefined
  return (
    <Page title={t('account.title')} above={<Link href="/sign-in">{t('account.back')}</Link>}>
      {number === undefined ? (
        <Skeleton rows={1} label={t('waiting')} />
      ) : (
        <div className="signin">
          <div className="signin__progress">
            <Progress value={number / 3} label={t('account.step', { step: number })} />
            <p aria-hidden="true">{t('account.step', { step: number })}</p>
          </div>
          {step === 'start' ? <EmailStep arrived={moved} email={email} setEmail={setEmail} next={next} /> : null}
          {step === 'enter_code' ? <CodeStep arrived={moved} email={email} next={next} /> : null}
          {step === 'make_passkey' ? <PasskeyStep arrived={moved} next={next} /> : null}
        </div>
      )}
    </Page>
  )
}
