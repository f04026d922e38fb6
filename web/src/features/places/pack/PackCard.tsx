import { Download } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { localeOf } from '~/app/i18n'
import { useOnline } from '~/app/useOnline'
import { Button } from '~/design/Button/Button'
import { Card } from '~/design/Card/Card'
import type { Point } from '~/geo/geo'
import { forgetPacks, keepAround, useKeptPacks } from './usePack'

/** Keep this neighbourhood on the phone, bring it up to date, or remove it: a choice, never done unasked. */
export function PackCard({ from }: { from: Point }) {
  const { t, i18n } = useTranslation('places')
  const online = useOnline()
  const packs = useKeptPacks()
  const [state, setState] = useState<'idle' | 'busy' | 'failed' | 'done'>('idle')
  if (packs === null) return null
  const bytes = packs.reduce((sum, pack) => sum + pack.bytes, 0)
  const days = packs.map((pack) => pack.head.day).sort()
  const kept = packs.length > 0
  const keep = () => {
    setState('busy')
    keepAround(from).then(
      () => setState('done'),
      () => setState('failed'),
    )
  }
  const size = new Intl.NumberFormat(localeOf(i18n.language), { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0 })
  const day = days.at(-1)
  return (
    <Card as="section" className="pack">
      <h2>{t('pack.title')}</h2>
      <p>{kept ? t('pack.kept', { size: size.format(bytes / 1000) }) : t('pack.why')}</p>
      {kept && day ? (
        <p>{t('pack.day', { date: new Date(`${day}T12:00`).toLocaleDateString(localeOf(i18n.language), { dateStyle: 'full' }) })}</p>
      ) : null}
      <p role="status">
        {state === 'busy' ? t('pack.busy') : state === 'failed' ? t('pack.failed') : state === 'done' ? t('pack.done') : null}
      </p>
      <div className="pack__buttons">
        <Button
          kind="secondary"
          icon={<Download aria-hidden="true" size={18} />}
          disabled={state === 'busy' || !online}
          onClick={keep}
        >
          {kept ? t('pack.update') : t('pack.keep')}
        </Button>
        {kept ? (
          <Button
            kind="quiet"
            onClick={() => {
              setState('idle')
              void forgetPacks()
            }}
          >
            {t('pack.remove')}
          </Button>
        ) : null}
      </div>
    </Card>
  )
}
