import { ArrowLeft } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link, Redirect, useLocation } from 'wouter'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { handIn } from '../ask'
import { StepForm } from './StepForm'
import { useCase } from './useCase'
import './Journey.css'

/** One question of an application; going on saves it, on the server or on this phone. */
export function StepPage({ id, stepId }: { id: string; stepId: string }) {
  const { t, i18n } = useTranslation('services')
  const [, go] = useLocation()
  const { asked, one, states, journey, answers, known, unsent, problem, answer, replace } = useCase(id)
  const at = states.findIndex((state) => state.step.id === stepId)
  const state = states[at]

  if (!one || !journey)
    return (
      <Page title={t('journey.opening')}>
        {asked.problem ? <Trouble problem={asked.problem} again={asked.again} /> : <Skeleton label={t('loading')} />}
      </Page>
    )
  if (!state || (one.state !== 'draft' && one.state !== 'to_complete')) return <Redirect to={`/services/cases/${id}`} replace />

  const before = states[at - 1]
  const words = (text: Record<string, string> | undefined) => text?.[i18n.language]
  return (
    <Page
      title={words(state.step.title) ?? ''}
      above={t('journey.at', { title: words(journey.title), at: at + 1, of: states.length })}
      lead={words(state.step.why) ?? words(state.step.help)}
    >
      <progress className="journey__progress" aria-label={t('journey.progress')} value={at + 1} max={states.length + 1} />
      <StepForm
        key={stepId}
        {...{ journey, answers, known, problem, answer }}
        step={state.step}
        goOn={(after) => go(after ? `/services/cases/${id}/${after}` : `/services/cases/${id}`)}
        giveFile={async (fieldId, file) => replace((await handIn(id, fieldId, file)).data)}
        saying={unsent ? t('journey.unsent') : t('journey.saved')}
        back={
          <Link
            href={before ? `/services/cases/${id}/${before.step.id}` : `/services/about/${one.service}`}
            className="journey__back"
          >
            <ArrowLeft aria-hidden="true" size={18} />
            {t('journey.back')}
          </Link>
        }
      />
    </Page>
  )
}
