import { useEffect, useRef, useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '~/design/Button/Button'
import { TextField } from '~/design/Field/Field'
import { beginAccount, enterCode, firstPasskeyOptions, keepFirstPasskey, sendCodeAgain, type Step } from './allauth'
import { PasskeyName } from './PasskeyName'
import { SignInTrouble } from './SignInTrouble'
import { useStep } from './useStep'
import { makePasskey } from './webauthn'
import { WhatIsAPasskey } from './WhatIsAPasskey'

interface Props {
  /** Whether one came here from the step before; then the question takes the focus. */
  arrived: boolean
  next: (step: Step) => Promise<void>
}

/** Troubles that belong to what was typed stand at the field; all others above the form. */
const AT_FIELD = new Set(['required', 'invalid_email', 'incorrect_code'])

function Question({ arrived, children }: { arrived: boolean; children: string }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (arrived) heading.current?.focus()
  }, [arrived])
  return (
    <h2 ref={heading} tabIndex={-1}>
      {children}
    </h2>
  )
}

export function EmailStep({
  arrived,
  next,
  email,
  setEmail,
}: Props & { email: string; setEmail: (email: string) => void }) {
  const { t } = useTranslation('signin')
  const { busy, trouble, run, setTrouble } = useStep()
  const send = (event: SubmitEvent) => {
    event.preventDefault()
    if (!email.trim()) return setTrouble('required')
    void run(async () => next(await beginAccount(email.trim())))
  }
  return (
    <form className="signin__form" onSubmit={send} noValidate>
      <Question arrived={arrived}>{t('account.email.title')}</Question>
      <SignInTrouble code={trouble && !AT_FIELD.has(trouble) ? trouble : null} />
      <TextField
        label={t('account.email.label')}
        hint={t('account.email.why')}
        error={trouble && AT_FIELD.has(trouble) ? t(`error.${trouble}`) : null}
        type="email"
        autoComplete="email"
        required
        value={email}
        onChange={setEmail}
      />
      <div>
        <Button type="submit" disabled={busy}>
          {t('account.email.go')}
        </Button>
      </div>
      <WhatIsAPasskey />
    </form>
  )
}

export function CodeStep({ arrived, next, email }: Props & { email: string }) {
  const { t } = useTranslation('signin')
  const [code, setCode] = useState('')
  const [sent, setSent] = useState(false)
  const { busy, trouble, run, setTrouble } = useStep()
  const send = async (event: SubmitEvent) => {
    event.preventDefault()
    setSent(false)
    if (!code.trim()) return setTrouble('required')
    const failed = await run(async () => next(await enterCode(code.trim())))
    if (failed === 'step_is_over') await next('start')
  }
  const again = () =>
    run(async () => {
      await sendCodeAgain()
      setSent(true)
    })
  return (
    <form className="signin__form" onSubmit={(event) => void send(event)} noValidate>
      <Question arrived={arrived}>{t('account.code.title')}</Question>
      <p>{email ? t('account.code.text', { email }) : t('account.code.text_no_address')}</p>
      <SignInTrouble code={trouble && !AT_FIELD.has(trouble) ? trouble : null} />
      <TextField
        label={t('account.code.label')}
        error={trouble && AT_FIELD.has(trouble) ? t(`error.${trouble}`) : null}
        autoComplete="one-time-code"
        autoCapitalize="characters"
        spellCheck={false}
        required
        value={code}
        onChange={setCode}
      />
      <div className="signin__row">
        <Button type="submit" disabled={busy}>
          {t('account.code.go')}
        </Button>
        <Button kind="quiet" disabled={busy} onClick={() => void again()}>
          {t('account.code.again')}
        </Button>
        <Button kind="quiet" onClick={() => void next('start')}>
          {t('account.code.other')}
        </Button>
      </div>
      <p role="status" className="signin__status">
        {sent ? t('account.code.sent') : ''}
      </p>
      <p className="signin__small">{t('account.code.spam')}</p>
    </form>
  )
}

export function PasskeyStep({ arrived, next }: Props) {
  const { t } = useTranslation('signin')
  const [name, setName] = useState(() => t('account.passkey.name_default'))
  const { busy, trouble, run } = useStep()
  const send = async (event: SubmitEvent) => {
    event.preventDefault()
    const failed = await run(async () => {
      const credential = await makePasskey(await firstPasskeyOptions())
      await next(await keepFirstPasskey(name.trim(), credential))
    })
    if (failed === 'step_is_over') await next('start')
  }
  return (
    <form className="signin__form" onSubmit={(event) => void send(event)} noValidate>
      <Question arrived={arrived}>{t('account.passkey.title')}</Question>
      <p>{t('account.passkey.text')}</p>
      <SignInTrouble code={trouble} />
      <PasskeyName label={t('account.passkey.name')} value={name} onChange={setName} />
      <div>
        <Button type="submit" disabled={busy}>
          {t('account.passkey.go')}
        </Button>
      </div>
      <p role="status" className="signin__status">
        {busy ? t('waiting') : ''}
      </p>
    </form>
  )
}
