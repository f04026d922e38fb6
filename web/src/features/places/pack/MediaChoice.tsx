import { Images } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOnline } from '~/app/useOnline'
import { Button } from '~/design/Button/Button'
import { bytesOfAll } from '~/offline/media'
import type { KeptPack } from '~/offline/packs'
import { forgetMedia, keepMedia, useMedia } from './usePack'
import { useSize } from './useSize'

/** Keep the pictures, sounds and panoramas of kept squares too: their size is told first, and they go on their own. */
export function MediaChoice({ packs }: { packs: KeptPack[] }) {
  const { t } = useTranslation('places')
  const online = useOnline()
  const size = useSize()
  const { files, here } = useMedia(packs)
  const [done, setDone] = useState<number | null>(null)
  const [failed, setFailed] = useState(false)
  if (files.length === 0) return null
  const lacking = files.filter((file) => !here.includes(file))
  const keep = () => {
    setFailed(false)
    keepMedia(files, setDone)
      .catch(() => setFailed(true))
      .finally(() => setDone(null))
  }
  const said = () => {
    if (done !== null) return t('pack.media.busy', { done, count: files.length })
    if (failed) return t('pack.media.failed', { here: here.length, count: files.length })
    if (lacking.length === 0) return t('pack.media.kept', { count: files.length, size: size(bytesOfAll(files)) })
    return t('pack.media.why', { count: files.length, size: size(bytesOfAll(files)) })
  }
  return (
    <section className="pack__media">
      <h3>{t('pack.media.title')}</h3>
      <p role="status">{said()}</p>
      <div className="pack__buttons">
        {lacking.length > 0 ? (
          <Button
            kind="secondary"
            icon={<Images aria-hidden="true" size={18} />}
            disabled={done !== null || !online}
            onClick={keep}
          >
            {t('pack.media.keep', { size: size(bytesOfAll(lacking)) })}
          </Button>
        ) : null}
        {here.length > 0 ? (
          <Button kind="quiet" onClick={() => void forgetMedia(files)}>
            {t('pack.media.remove')}
          </Button>
        ) : null}
      </div>
    </section>
  )
}
