import type { TFunction } from 'i18next'
import type { Access, Wheelchair } from '~/api/types'
import { localeOf } from '~/app/i18n'
import { fit, type Needs } from '~/geo/now'
import { isStepFree } from './filters/filters'

/** Say a distance as people do: tens of metres, then kilometres with one decimal. */
export function distanceText(metres: number, language: string): string {
  const [value, unit, digits] =
    metres < 995 ? [Math.round(metres / 10) * 10, 'meter', 0] : [metres / 1000, 'kilometer', metres < 9950 ? 1 : 0]
  const format = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: digits } as const
  return new Intl.NumberFormat(localeOf(language), format).format(value as number)
}

/** Say in words and numbers how one gets in with a wheelchair. What is not known is not said. */
export function accessLines(place: { wheelchair: Wheelchair; access: Access }, t: TFunction<'places'>): string[] {
  const { access } = place
  const lines: string[] = []
  if (access.step_free === true) lines.push(t('access.stepFree'))
  if (access.step_free === false) lines.push(t('access.step'))
  if (typeof access.kerb_cm === 'number')
    lines.push(access.kerb_cm === 0 ? t('access.noKerb') : t('access.kerb', { cm: access.kerb_cm }))
  if (typeof access.incline_pct === 'number')
    lines.push(access.incline_pct === 0 ? t('access.flat') : t('access.incline', { pct: access.incline_pct }))
  if (typeof access.steps === 'number' && access.steps > 0) lines.push(t('access.steps', { count: access.steps }))
  if (typeof access.width_cm === 'number') lines.push(t('access.width', { cm: access.width_cm }))
  if (typeof access.door_cm === 'number') lines.push(t('access.door', { cm: access.door_cm }))
  if (typeof access.surface === 'string')
    lines.push(t('access.surface', { surface: t(`surface.${access.surface}`, { defaultValue: access.surface }) }))
  if (access.accessible_toilet === true) lines.push(t('access.toilet'))
  if (access.accessible_toilet === false) lines.push(t('access.noToilet'))
  return lines
}

/** Whether a place fits somebody's needs, and by which measure it does not. */
export function fitText(place: { access: Access }, needs: Needs, t: TFunction<'places'>): string {
  const { access } = place
  const verdict = fit(access, needs)
  if (verdict !== 2) return verdict === 0 ? t('needs.fits') : t('needs.unknown')
  const kerb = access.kerb_cm
  const incline = access.incline_pct
  if (needs.kerb_cm_max !== undefined && typeof kerb === 'number' && kerb > needs.kerb_cm_max)
    return t('needs.kerbTooHigh', { cm: kerb })
  if (needs.incline_pct_max !== undefined && typeof incline === 'number' && incline > needs.incline_pct_max)
    return t('needs.tooSteep', { pct: incline })
  return t('needs.notForYou')
}

/** The few words about access that fit on a line of a list; empty when nothing is sure. */
export function accessShort(place: { wheelchair: Wheelchair; access: Access }, t: TFunction<'places'>): string {
  if (isStepFree(place)) return t('access.shortStepFree')
  if (place.wheelchair === 'limited') return t('access.shortLimited')
  if (place.wheelchair === 'no' || place.access.step_free === false) return t('access.shortNo')
  return ''
}
