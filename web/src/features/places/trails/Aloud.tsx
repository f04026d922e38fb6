import { Square, Volume2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { localeOf } from '~/app/i18n'
import { Button } from '~/design/Button/Button'
import { hush, speak } from '../listen/voice'

/** Have a text spoken by the phone itself; `at once` where one asked to be guided by ear. */
export function Aloud({ text, atOnce = false }: { text: string; atOnce?: boolean }) {
  const { t, i18n } = useTranslation('places_trails')
  const [speaking, setSpeaking] = useState(false)
  const say = () => {
    hush()
    setSpeaking(true)
    void speak(text, localeOf(i18n.language)).then(() => setSpeaking(false))
  }
  useEffect(() => {
    if (atOnce) void speak(text, localeOf(i18n.language))
    return hush
  }, [atOnce, text, i18n.language])
  return (
    <Button
      kind="secondary"
      icon={speaking ? <Square aria-hidden="true" size={18} /> : <Volume2 aria-hidden="true" size={18} />}
      onClick={() => {
        if (!speaking) return say()
        hush()
        setSpeaking(false)
      }}
    >
      {speaking ? t('aloud.stop') : t('aloud.listen')}
    </Button>
  )
}
