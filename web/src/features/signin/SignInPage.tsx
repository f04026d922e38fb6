import { Fingerprint } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useSearch } from 'wouter'
import { api, ask } from '~/api/client'
import { useHere } from '~/app/session'
import { Button, ButtonLink } from '~/design/Button/Button'
import { Card } from '~/design/Card/Card'
import { Notice } from '~/design/Notice/Notice'
import { Page } from '~/design/Page/Page'
import { AlreadyIn } from './AlreadyIn'
import { signIn, signInOptions, whereAmI } from './allauth'
import { Providers } from './Providers'
import { safeNext } from './safeNext'
import { SignInTrouble } from './SignInTrouble'
import { useStep } from './useStep'
import { passkeysWork, askForPasskey } from './webauthn'
import { WhatIsAPasskey } from './WhatIsAPasskey'
import './signin.css'

export function SignInPage() {
  const { t } = useTranslation('signin')
  const { session, personChanged } = useHere()
  const [, go] = useLocation()
  const search = useSearch()
  const asked = new URLSearchParams(search)
  const { busy, trouble, run } = useStep()
  const backFromProvider = asked.get('from') === 'provider'

  useEffect(() => {
    if (!backFromProvider || !session) return
    if (session.signed_in) go('/', { replace: true })
    else
      whereAmI().then(
        (step) => step === 'enter_code' && go('/sign-in/new', { replace: true }),
        () => undefined,
      )
  }, [backFromProvider, session, go])

  if (session?.signed_in) return <AlreadyIn />

  const enter = () =>
    run(async () => {
      await signIn(await askForPasskey(await signInOptions()))
      const { data: now } = await ask(api.GET('/api/v1/session'))
      await personChanged()
      go(safeNext(search) ?? (now.role ? '/desk' : '/'))
    })

  return (
    <Page title={t('title')} lead={t('intro')}>
      <div className="signin">
        <SignInTrouble code={trouble ?? (asked.has('problem') || asked.has('error') ? 'provider' : null)} />
        {passkeysWork() ? (
          <div className="signin__main">
            <Button
              icon={<Fingerprint aria-hidden="true" size={22} />}
              aria-disabled={busy}
              onClick={() => busy || void enter()}
            >
              {t('with_passkey')}
            </Button>
            <p role="status" className="signin__status">
              {busy ? t('waiting') : ''}
            </p>
          </div>
        ) : (
          <Notice tone="warm" title={t('unsupported.title')}>
            {t('unsupported.text')}
          </Notice>
        )}
        <Providers providers={session?.providers ?? []} />
        <WhatIsAPasskey />
        <section className="signin__row" aria-labelledby="signin-new">
          <h2 id="signin-new">{t('new_here')}</h2>
          <ButtonLink kind="secondary" href="/sign-in/new">
            {t('create')}
          </ButtonLink>
        </section>
        {session?.demo ? (
          <Card tone="warm" as="section" aria-labelledby="signin-demo" className="signin__demo">
            <h2 id="signin-demo">{t('demo.title')}</h2>
            <p>{t('demo.text')}</p>
            <ButtonLink href="/personas">{t('demo.go')}</ButtonLink>
          </Card>
        ) : null}
      </div>
    </Page>
  )
}
