import { useTranslation } from 'react-i18next'

const AUDIENCES = ['children', 'families', 'students', 'residents', 'visitors', 'wheelchair', 'low_vision', 'hearing'] as const

/** Whom it is for; for everybody when nobody is named. */
export function Audience({ value, onChange }: { value: string[]; onChange: (value: string[]) => void }) {
  const { t } = useTranslation('places_desk')
  const { t: said } = useTranslation('places')
  return (
    <fieldset>
      <legend>{t('field.audience')}</legend>
      <p className="overlay-hint">{t('audienceHint')}</p>
      <div className="overlay-choices">
        {AUDIENCES.map((who) => (
          <label key={who} className="choice">
            <input
              type="checkbox"
              checked={value.includes(who)}
              onChange={(event) => onChange(AUDIENCES.filter((one) => (one === who ? event.target.checked : value.includes(one))))}
            />
            <span className="choice__label">{said(`audience.${who}`)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
