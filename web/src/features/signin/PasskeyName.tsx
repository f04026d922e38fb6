import { useTranslation } from 'react-i18next'
import { TextField } from '~/design/Field/Field'

/** Asks for the name under which one knows a passkey again. */
export function PasskeyName({ label, value, onChange }: { label: string; value: string; onChange: (name: string) => void }) {
  const { t } = useTranslation('signin')
  return (
    <TextField
      label={label}
      hint={t('account.passkey.name_hint')}
      autoComplete="off"
      maxLength={100}
      value={value}
      onChange={onChange}
    />
  )
}
