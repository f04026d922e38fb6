import { CloudOff, FlaskConical, Sparkles } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useHere } from '~/app/session'
import { useNewVersion } from '~/app/newVersion'
import { useOnline } from '~/app/useOnline'

/** What is true on every page: this is a demo, the network is gone, a newer version waits. */
export function Banners() {
  const { t } = useTranslation('app')
  const { city } = useHere()
  const online = useOnline()
  const takeNewVersion = useNewVersion()
  return (
    <div className="frame__banners">
      {city?.demo ? (
        <p className="banner banner--demo" role="note">
          <FlaskConical aria-hidden="true" size={18} />
          <span>
            {t('demo.text')} <Link href="/personas">{t('demo.try')}</Link>
          </span>
        </p>
      ) : null}
      <div role="status">
        {online ? null : (
          <p className="banner banner--offline">
            <CloudOff aria-hidden="true" size={18} />
            <span>{t('offline')}</span>
          </p>
        )}
        {takeNewVersion ? (
          <p className="banner banner--update">
            <Sparkles aria-hidden="true" size={18} />
            <span>
              {t('update.text')}{' '}
              <button type="button" onClick={takeNewVersion}>
                {t('update.go')}
              </button>
            </span>
          </p>
        ) : null}
      </div>
    </div>
  )
}
