import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LANGUAGES, LANGUAGE_NAMES, speak, type Language } from '~/app/i18n'
import { useHere } from '~/app/session'
import { chooseLook, chosenLook, type Look } from '~/design/look'
import { Page } from '~/design/Page/Page'
import { Segmented } from '~/design/Segmented/Segmented'
import { setLanguage } from './ask'
import { Back } from './Back'

/** The language the city speaks to one, and light or dark. */
export function PreferencesPage() {
  const { t, i18n } = useTranslation('residents')
  const { city, session } = useHere()
  const [look, setLook] = useState<Look>(chosenLook)
  const [saved, setSaved] = useState<'language_saved' | 'language_here' | null>(null)
  const spoken = LANGUAGES.filter((one) => city?.languages.includes(one) ?? true)

  const choose = async (language: Language) => {
    await speak(language)
    const kept = session?.resident ? await setLanguage(language).catch(() => null) : null
    setSaved(kept ? 'language_saved' : 'language_here')
  }

  return (
    <Page title={t('preferences.title')} lead={t('preferences.on_this_device')} above={<Back />}>
      <div className="me preferences">
        <section>
          <h2 aria-hidden="true">{t('preferences.language')}</h2>
          <Segmented
            label={t('preferences.language')}
            value={i18n.language as Language}
            options={spoken.map((one) => ({ value: one, label: LANGUAGE_NAMES[one] }))}
            onChange={(language) => void choose(language)}
          />
          <p role="status">{saved ? t(`preferences.${saved}`) : ''}</p>
        </section>
        <section>
          <h2 aria-hidden="true">{t('preferences.appearance')}</h2>
          <Segmented
            label={t('preferences.appearance')}
            value={look}
            options={[
              { value: 'system', label: t('preferences.system') },
              { value: 'light', label: t('preferences.light') },
              { value: 'dark', label: t('preferences.dark') },
            ]}
            onChange={(next) => {
              chooseLook(next)
              setLook(next)
            }}
          />
        </section>
      </div>
    </Page>
  )
}
