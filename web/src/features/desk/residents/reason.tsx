import { createContext, useContext, useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '~/design/Button/Button'
import { SelectField, TextField } from '~/design/Field/Field'
import { Subject } from '../frame/Subject'

/** The shortest reason that a resident can make sense of, in letters; the server holds to it too. */
export const REASON_LENGTH_MIN = 10

/** Why one looks at residents: kept for this visit to the desk only, never in an address. */
export const ReasonContext = createContext<{ reason: string; setReason: (reason: string) => void }>({
  reason: '',
  setReason: () => undefined,
})
export const useReason = () => useContext(ReasonContext)

const COMMON = ['contest', 'counter', 'application', 'register'] as const

/** What is missing before a reason can be given: nothing, a choice, or more letters. */
export function reasonFault(choice: string, own: string): 'missing' | 'short' | null {
  if (choice === '') return 'missing'
  if (choice !== 'own') return null
  if (own.trim() === '') return 'missing'
  return own.trim().length < REASON_LENGTH_MIN ? 'short' : null
}

/** Asks why, before anything is shown; the resident reads the answer word for word. */
export function ReasonForm() {
  const { t } = useTranslation('desk')
  const { reason, setReason } = useReason()
  const common = COMMON.find((id) => t(`reason.common.${id}`) === reason)
  const [choice, setChoice] = useState<string>(common ?? '')
  const [own, setOwn] = useState('')
  const [fault, setFault] = useState<'missing' | 'short' | null>(null)

  const send = (event: SubmitEvent) => {
    event.preventDefault()
    const found = reasonFault(choice, own)
    setFault(found)
    if (!found) setReason(choice === 'own' ? own.trim() : t(`reason.common.${choice}`))
  }

  const said = fault ? t(`reason.${fault}`) : null
  return (
    <div className="desk__page">
      <Subject title={t('reason.title')} lead={t('reason.text')}>
        <form className="desk__form" onSubmit={send} noValidate>
          <SelectField
            label={t('reason.label')}
            error={choice === 'own' ? null : said}
            value={choice}
            onChange={setChoice}
            options={[
              { value: '', label: t('reason.choose') },
              ...COMMON.map((id) => ({ value: id, label: t(`reason.common.${id}`) })),
              { value: 'own', label: t('reason.own') },
            ]}
          />
          {choice === 'own' ? (
            <TextField
              label={t('reason.own_label')}
              hint={t('reason.own_hint')}
              error={said}
              maxLength={200}
              autoComplete="off"
              value={own}
              onChange={setOwn}
            />
          ) : null}
          <div>
            <Button type="submit">{t('reason.go')}</Button>
          </div>
        </form>
      </Subject>
    </div>
  )
}
