import { KeyRound } from 'lucide-react'
import { useCallback, useEffect, useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useHere } from '~/app/session'
import { Button } from '~/design/Button/Button'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { Notice } from '~/design/Notice/Notice'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { keepPasskey, morePasskeyOptions, passkeys, removePasskey, type Passkey } from './allauth'
import { PasskeyName } from './PasskeyName'
import { PasskeyRow } from './PasskeyRow'
import { SignInTrouble } from './SignInTrouble'
import { afterShowingPasskey } from './trouble'
import { useStep } from './useStep'
import { makePasskey, passkeysWork } from './webauthn'
import './signin.css'

/** One's passkeys: which there are, one more, one less. The last one stays, so that nobody locks themselves out. */
export function PasskeysPage({ back }: { back: string }) {
  const { t } = useTranslation('signin')
  const { session } = useHere()
  const [list, setList] = useState<Passkey[] | null>(null)
  const [name, setName] = useState('')
  const [done, setDone] = useState<string | null>(null)
  const { busy, trouble, run } = useStep()
  const onlyWay = list?.length === 1 && (session?.providers.length ?? 0) === 0

  const fetchList = useCallback(() => run(async () => setList(await passkeys())), [run])
  useEffect(() => void fetchList(), [fetchList])

  const add = (event: SubmitEvent) => {
    event.preventDefault()
    setDone(null)
    void run(async () => {
      const options = await afterShowingPasskey(morePasskeyOptions)
      const kept = await keepPasskey(name.trim() || t('account.passkey.name_default'), await makePasskey(options))
      setList(await passkeys())
      setName('')
      setDone(t('passkeys.add_done', { name: kept.name }))
    })
  }
  const remove = (passkey: Passkey) => {
    setDone(null)
    void run(async () => {
      await afterShowingPasskey(() => removePasskey(passkey.id))
      setList(await passkeys())
      setDone(t('passkeys.remove_done', { name: passkey.name }))
    })
  }

  return (
    <Page title={t('passkeys.title')} lead={t('passkeys.intro')} above={<Link href="/me">{back}</Link>}>
      <div className="signin">
        <SignInTrouble code={trouble} />
        <div role="status">{done ? <Notice tone="true">{done}</Notice> : null}</div>
        {list === null ? (
          trouble ? null : (
            <Skeleton shape="row" rows={2} label={t('waiting')} />
          )
        ) : list.length === 0 ? (
          <EmptyState icon={<KeyRound aria-hidden="true" />} title={t('passkeys.none.title')}>
            {t('passkeys.none.text')}
          </EmptyState>
        ) : (
          <ul className="passkeys">
            {list.map((passkey) => (
              <PasskeyRow
                key={passkey.id}
                passkey={passkey}
                busy={busy}
                only={onlyWay}
                remove={() => remove(passkey)}
              />
            ))}
          </ul>
        )}
        {passkeysWork() ? (
          <form className="signin__form" onSubmit={add} noValidate>
            <h2>{t('passkeys.add')}</h2>
            {list?.length ? <p>{t('passkeys.again')}</p> : null}
            <PasskeyName label={t('passkeys.add_name')} value={name} onChange={setName} />
            <div>
              <Button type="submit" disabled={busy}>
                {t('passkeys.add')}
              </Button>
            </div>
          </form>
        ) : (
          <Notice tone="warm" title={t('unsupported.title')}>
            {t('unsupported.text')}
          </Notice>
        )}
      </div>
    </Page>
  )
}
