import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { Problem } from '~/api/problem'
import { useHere } from '~/app/session'
import { Button, ButtonLink } from '~/design/Button/Button'
import { Trouble } from '~/design/Trouble/Trouble'
import { openCase, type Service } from '../ask'

/** The button that takes a service up; whoever is not signed in is led there first. */
export function Begin({ one, subject }: { one: Service; subject?: string }) {
  const { t } = useTranslation('services')
  const { session } = useHere()
  const [, go] = useLocation()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  if (!one.can_apply) return null
  if (!session?.resident)
    return session?.role ? null : (
      <div>
        <ButtonLink href={`/sign-in?next=${encodeURIComponent(`/services/about/${one.id}`)}`}>
          {t('service.signIn')}
        </ButtonLink>
      </div>
    )
  const begin = async () => {
    setBusy(true)
    setProblem(null)
    try {
      const { data } = await openCase(crypto.randomUUID(), one.id, subject)
      go(`/services/cases/${data.id}`)
    } catch (error) {
      setBusy(false)
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    }
  }
  return (
    <div>
      {problem ? <Trouble problem={problem} /> : null}
      <Button disabled={busy} onClick={() => void begin()}>
        {one.act}
      </Button>
    </div>
  )
}
