import { useTranslation } from 'react-i18next'
import { Disclosure } from '~/design/Disclosure/Disclosure'
import { Field } from '~/design/Field/Field'
import { Toggle } from '~/design/Toggle/Toggle'
import type { Needs } from '~/geo/now'
import { anyNeed, keepNeeds, useNeeds, type NeedNumber } from './needs'
import { useMyNeeds } from './useMyNeeds'
import './NeedsPanel.css'

/** What I need of a way in, judged against what was measured, on this phone. */
export function NeedsPanel() {
  const { t } = useTranslation('places')
  const needs = useNeeds()
  const mine = useMyNeeds()
  const told = Object.keys(mine).some((name) => needs[name as keyof Needs] === undefined)
  const number = (name: NeedNumber, most: number) => (
    <Field label={t(`needs.${name}`)}>
      {(names) => (
        <input
          {...names}
          className="ams-text-input"
          type="number"
          inputMode="numeric"
          min={0}
          max={most}
          placeholder={mine[name]?.toString()}
          value={needs[name] ?? ''}
          onChange={(event) =>
            keepNeeds({ ...needs, [name]: event.target.value === '' ? undefined : Number(event.target.value) })
          }
        />
      )}
    </Field>
  )
  return (
    <Disclosure summary={anyNeed(mine) ? t('needs.some') : t('needs.title')}>
      <div className="needs">
        <p>{t('needs.why')}</p>
        {told ? <p>{t('needs.told')}</p> : null}
        <Toggle
          label={t('needs.step_free')}
          state={mine.step_free ? t('needs.on') : t('needs.off')}
          checked={mine.step_free === true}
          onChange={(on) => keepNeeds({ ...needs, step_free: on })}
        />
        {number('kerb_cm_max', 50)}
        {number('incline_pct_max', 40)}
        {number('width_cm_min', 300)}
      </div>
    </Disclosure>
  )
}
