import { useTranslation } from 'react-i18next'
import { compass, isUnsure, type Heading } from '~/geo/heading'

interface Props {
  heading: Heading
  adjusting: boolean
  onAdjusting: (on: boolean) => void
}

const STEPS = [-10, -1, 1, 10]

/** How sure the compass is, and the way to put it right: by buttons, or by dragging the labels to where things are. */
export function North({ heading, adjusting, onAdjusting }: Props) {
  const { t } = useTranslation('places')
  if (heading.state !== 'known') return <p className="north">{t('camera.asking')}</p>
  if (heading.byHand) return <p className="north">{t('camera.noCompass')}</p>
  const { accuracy_deg, offset_deg } = heading
  const sure =
    accuracy_deg === null
      ? t('camera.compass')
      : isUnsure(heading)
        ? t('camera.unsure')
        : t('camera.sure', { degrees: Math.max(1, Math.round(accuracy_deg)) })
  return (
    <div className="north" data-unsure={isUnsure(heading) || undefined}>
      <p role="status">{sure}</p>
      <button type="button" aria-expanded={adjusting} onClick={() => onAdjusting(!adjusting)}>
        {adjusting ? t('camera.adjusted') : t('camera.adjust')}
      </button>
      {adjusting ? (
        <div className="north__adjust" role="group" aria-label={t('camera.adjust')}>
          <p>{t('camera.adjustHow')}</p>
          {STEPS.map((step) => (
            <button key={step} type="button" onClick={() => compass.adjust(step)}>
              <span aria-hidden="true">{step > 0 ? `+${step}°` : `−${-step}°`}</span>
              <span className="ams-visually-hidden">
                {step > 0 ? t('camera.moreRight', { count: step }) : t('camera.moreLeft', { count: -step })}
              </span>
            </button>
          ))}
          <button type="button" onClick={compass.reset} disabled={offset_deg === 0}>
            {t('camera.believe')}
          </button>
        </div>
      ) : null}
    </div>
  )
}
