import { LocateFixed } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useHere } from '~/app/session'
import { Button } from '~/design/Button/Button'
import { location, usePosition } from '~/geo/position'
import { distanceText } from './words'

/** Says where distances count from, and lets one use or stop using the phone's position. */
export function PositionLine() {
  const { t, i18n } = useTranslation('places')
  const { city } = useHere()
  const position = usePosition()
  const name = city?.name ?? ''

  if (position.state === 'known') {
    const accuracy = distanceText(Math.max(position.accuracy_m, 10), i18n.language)
    return (
      <div className="position" role="status">
        <p>{t('around.fromHere', { accuracy })}</p>
        <Button kind="quiet" onClick={location.forget}>
          {t('around.forget')}
        </Button>
      </div>
    )
  }
  if (position.state === 'asking') return <p role="status">{t('around.asking')}</p>
  return (
    <div className="position" role="status">
      <p>
        {position.state === 'unasked' ? t('around.fromCentre', { city: name }) : null}
        {position.state === 'refused' ? t('around.refused', { city: name }) : null}
        {position.state === 'missing' ? t('around.missing', { city: name }) : null}
      </p>
      <Button kind="quiet" icon={<LocateFixed aria-hidden="true" size={18} />} onClick={location.ask}>
        {position.state === 'unasked' ? t('around.use') : t('around.again')}
      </Button>
    </div>
  )
}
