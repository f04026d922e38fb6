import { ExternalLink } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { csrfToken } from '~/api/client'
import { Button } from '~/design/Button/Button'
import { PROVIDER_REDIRECT } from './allauth'

/** One button for each identity provider that the city trusts; the browser goes there and comes back. */
export function Providers({ providers }: { providers: { id: string; name: string }[] }) {
  const { t } = useTranslation('signin')
  if (providers.length === 0) return null
  return (
    <section className="signin__providers" aria-labelledby="signin-or">
      <h2 id="signin-or">{t('or')}</h2>
      {providers.map(({ id, name }) => (
        <form key={id} method="post" action={PROVIDER_REDIRECT}>
          <input type="hidden" name="provider" value={id} />
          <input type="hidden" name="process" value="login" />
          <input type="hidden" name="callback_url" value="/sign-in?from=provider" />
          <input type="hidden" name="csrfmiddlewaretoken" value={csrfToken()} />
          <Button type="submit" kind="secondary" icon={<ExternalLink aria-hidden="true" size={18} />}>
            {t('with_provider', { name })}
          </Button>
        </form>
      ))}
    </section>
  )
}
