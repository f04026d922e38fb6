import { useTranslation } from 'react-i18next'
import { LongField, TextField } from '~/design/Field/Field'

interface Props {
  reason: string
  law: string
  /** Whether it was sent already: what is missing is said then, not before. */
  tried: boolean
  onReason: (reason: string) => void
  onLaw: (law: string) => void
}

/** Why, and by which law: asked for with everything that is drawn up. */
export function Why({ reason, law, tried, onReason, onLaw }: Props) {
  const { t } = useTranslation('records_desk')
  const missing = (text: string) => (tried && !text.trim() ? t('form.missing') : null)
  return (
    <>
      <LongField
        label={t('form.reason')}
        hint={t('form.reason_hint')}
        rows={2}
        value={reason}
        onChange={onReason}
        error={missing(reason)}
      />
      <TextField
        label={t('form.law')}
        hint={t('form.law_hint')}
        value={law}
        onChange={onLaw}
        maxLength={300}
        error={missing(law)}
      />
    </>
  )
}
