import { useTranslation } from 'react-i18next'
import type { Problem } from '~/api/problem'
import { useHere } from '~/app/session'
import { ButtonLink } from '~/design/Button/Button'
import { Page } from '~/design/Page/Page'
import { Refusal } from './Answered'
import { Subject } from './Subject'

/** For whoever comes to the desk without a role there. */
export function OutPage() {
  const { t } = useTranslation('desk')
  const { session } = useHere()
  const resident = Boolean(session?.signed_in)
  return (
    <main id="page">
      <Page title={t('out.title')} lead={t(resident ? 'out.resident' : 'out.text')}>
        <div className="desk__out">
          {resident ? (
            <ButtonLink href="/me">{t('out.resident_go')}</ButtonLink>
          ) : (
            <ButtonLink href="/sign-in?next=/desk">{t('out.go')}</ButtonLink>
          )}
          {session?.demo ? (
            <ButtonLink kind="secondary" href="/personas">
              {t('out.personas')}
            </ButtonLink>
          ) : null}
        </div>
      </Page>
    </main>
  )
}

/** For whoever comes to a page of another desk. */
export function RefusedPage({ title, problem }: { title: string; problem: Problem }) {
  return (
    <div className="desk__page">
      <Subject title={title}>
        <Refusal problem={problem} />
      </Subject>
    </div>
  )
}

export function MissingPage() {
  const { t } = useTranslation('desk')
  return (
    <div className="desk__page">
      <Subject title={t('not_found.title')} lead={t('not_found.text')}>
        <div>
          <ButtonLink href="/desk">{t('not_found.back')}</ButtonLink>
        </div>
      </Subject>
    </div>
  )
}
