import { ChevronRight, DoorOpen } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { api, ask } from '~/api/client'
import { Problem } from '~/api/problem'
import type { Persona } from '~/api/types'
import { useAsk } from '~/api/useAsk'
import { useHere } from '~/app/session'
import { ButtonLink } from '~/design/Button/Button'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import './signin.css'

export function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean)
  return [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => word?.[0] ?? '').join('')
}

export default function PersonasPage() {
  const { t } = useTranslation('signin')
  const { personChanged } = useHere()
  const [, go] = useLocation()
  const asked = useAsk('personas', () => ask(api.GET('/api/v1/personas')))
  const [entering, setEntering] = useState<Persona | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)

  const enter = async (persona: Persona) => {
    setEntering(persona)
    setProblem(null)
    try {
      await ask(api.POST('/api/v1/personas/{id}/enter', { params: { path: { id: persona.id } } }))
      await personChanged()
      go(persona.kind === 'staff' ? '/desk' : '/')
    } catch (error) {
      setEntering(null)
      if (error instanceof Problem) setProblem(error)
      else throw error
    }
  }

  const group = (kind: Persona['kind'], title: string) => {
    const some = asked.data?.filter((persona) => persona.kind === kind) ?? []
    if (some.length === 0) return null
    return (
      <section aria-labelledby={`personas-${kind}`}>
        <h2 id={`personas-${kind}`}>{title}</h2>
        <ul className="personas">
          {some.map((persona) => (
            <PersonaCard key={persona.id} persona={persona} enter={() => entering || void enter(persona)} />
          ))}
        </ul>
      </section>
    )
  }

  return (
    <Page title={t('personas.title')} lead={t('personas.intro')} width="wide">
      <div className="signin">
        <p role="status" className="ams-visually-hidden">
          {entering ? t('personas.entering', { name: entering.name }) : ''}
        </p>
        {problem ? <Trouble problem={problem} /> : null}
        {asked.loading ? <Skeleton label={t('waiting')} rows={4} /> : null}
        {asked.problem?.status === 404 ? (
          <EmptyState
            icon={<DoorOpen aria-hidden="true" />}
            title={t('personas.off.title')}
            action={<ButtonLink href="/sign-in">{t('personas.off.go')}</ButtonLink>}
          >
            {t('personas.off.text')}
          </EmptyState>
        ) : asked.problem ? (
          <Trouble problem={asked.problem} again={asked.again} />
        ) : null}
        {asked.data?.length === 0 ? (
          <EmptyState title={t('personas.none.title')}>{t('personas.none.text')}</EmptyState>
        ) : null}
        {group('resident', t('personas.residents'))}
        {group('staff', t('personas.staff'))}
      </div>
    </Page>
  )
}

function PersonaCard({ persona, enter }: { persona: Persona; enter: () => void }) {
  const { t } = useTranslation('signin')
  const id = `persona-${persona.id}`
  return (
    <li className="persona">
      <span className="persona__mark" aria-hidden="true">
        {initials(persona.name)}
      </span>
      <div className="persona__text">
        <h3>
          <button type="button" className="persona__enter" aria-describedby={id} onClick={enter}>
            {persona.name}
          </button>
        </h3>
        <p id={id}>
          {persona.age === null ? null : <span>{t('personas.age', { age: persona.age })}. </span>}
          {persona.situation}
        </p>
      </div>
      <ChevronRight aria-hidden="true" className="persona__go" />
    </li>
  )
}
