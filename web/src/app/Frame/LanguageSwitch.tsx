import { Languages } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { LANGUAGES, LANGUAGE_NAMES, speak } from '~/app/i18n'

/** Goes to the other language at once, and says so in that language. */
export function LanguageSwitch() {
  const { i18n } = useTranslation('app')
  const next = LANGUAGES[(LANGUAGES.findIndex((one) => one === i18n.language) + 1) % LANGUAGES.length]!
  return (
    <button type="button" className="frame__tool" lang={next} onClick={() => void speak(next)}>
      <Languages aria-hidden="true" size={18} />
      <span>{LANGUAGE_NAMES[next]}</span>
    </button>
  )
}
