import { KeyRound } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '~/design/Button/Button'
import type { Passkey } from './allauth'

interface Props {
  passkey: Passkey
  busy: boolean
  /** Whether it is the only way in; then it cannot be removed yet. */
  only: boolean
  remove: () => void
}

export function PasskeyRow({ passkey, busy, only, remove }: Props) {
  const { t, i18n } = useTranslation('signin')
  const [asking, setAsking] = useState(false)
  const day = (seconds: number) =>
    new Intl.DateTimeFormat(i18n.language === 'en' ? 'en-GB' : i18n.language, { dateStyle: 'long' }).format(
      seconds * 1000,
    )
  const name = passkey.name || t('passkeys.unnamed')
  return (
    <li className="passkey">
      <KeyRound aria-hidden="true" />
      <div className="passkey__text">
        <h2>{name}</h2>
        <p>
          {t('passkeys.added', { date: day(passkey.created_at) })},{' '}
          {passkey.last_used_at ? t('passkeys.used', { date: day(passkey.last_used_at) }) : t('passkeys.never_used')}
        </p>
        {asking ? (
          <AskRemoval name={name} busy={busy} only={only} remove={remove} keep={() => setAsking(false)} />
        ) : null}
      </div>
      {asking ? null : (
        <Button kind="danger" aria-label={t('passkeys.remove_named', { name })} onClick={() => setAsking(true)}>
          {t('passkeys.remove')}
        </Button>
      )}
    </li>
  )
}

interface AskProps {
  name: string
  busy: boolean
  only: boolean
  remove: () => void
  keep: () => void
}

function AskRemoval({ name, busy, only, remove, keep }: AskProps) {
  const { t } = useTranslation('signin')
  const group = useRef<HTMLDivElement>(null)
  useEffect(() => group.current?.focus(), [])
  return (
    <div
      ref={group}
      tabIndex={-1}
      role="group"
      aria-label={t('passkeys.remove_named', { name })}
      className="passkey__ask"
    >
      <p>{only ? t('passkeys.last') : t('passkeys.remove_ask', { name })}</p>
      {only ? null : (
        <Button kind="danger" disabled={busy} onClick={remove}>
          {t('passkeys.remove_yes')}
        </Button>
      )}
      <Button kind="quiet" onClick={keep}>
        {t('passkeys.remove_no')}
      </Button>
    </div>
  )
}
