import { MicOff, VolumeX } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '~/design/Button/Button'
import type { Voice } from './useVoice'

/** The voice: who hears it, before it is on; what was understood so far; what went wrong and what to do; how to stop. */
export function Spoken({ voice, explains, leave }: { voice: Voice; explains: boolean; leave: () => void }) {
  const { t } = useTranslation('assistant_conversation')
  const who = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    if (explains) who.current?.focus()
  }, [explains])
  if (explains && !voice.on) {
    return (
      <div className="talk__voice" role="group" aria-label={t('voice.title')}>
        <p ref={who} tabIndex={-1}>
          {t('voice.text')}
        </p>
        <div className="talk__acts">
          <Button
            onClick={() => {
              voice.turn(true)
              leave()
              voice.listen()
            }}
          >
            {t('voice.on')}
          </Button>
          <Button kind="quiet" onClick={leave}>
            {t('voice.off')}
          </Button>
        </div>
      </div>
    )
  }
  if (!voice.on) return null
  return (
    <div className="talk__voice" role="group" aria-label={t('voice.title')}>
      <p role="status">
        {voice.trouble ? t(`voice.trouble.${voice.trouble}`) : voice.hears ? t('voice.hears') : t('voice.is_on')}
      </p>
      {voice.interim ? <p className="talk__interim">{voice.interim}</p> : null}
      <div className="talk__acts">
        {voice.hears ? (
          <Button kind="secondary" icon={<MicOff aria-hidden="true" size={18} />} onClick={voice.enough}>
            {t('voice.enough')}
          </Button>
        ) : null}
        {voice.says ? (
          <Button kind="secondary" icon={<VolumeX aria-hidden="true" size={18} />} onClick={voice.quiet}>
            {t('voice.quiet')}
          </Button>
        ) : null}
        <Button kind="quiet" onClick={() => voice.turn(false)}>
          {t('voice.stop')}
        </Button>
      </div>
    </div>
  )
}
