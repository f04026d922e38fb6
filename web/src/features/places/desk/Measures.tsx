import { useTranslation } from 'react-i18next'
import { Field, SelectField } from '~/design/Field/Field'

const LENGTHS = ['kerb_cm', 'incline_pct', 'width_cm', 'door_cm', 'steps'] as const
const SAID = ['step_free', 'accessible_toilet'] as const
const SURFACES = ['asphalt', 'concrete', 'paving_stones', 'stone', 'brick', 'cobblestone', 'compacted', 'fine_gravel', 'gravel', 'wood', 'grass', 'ground']

type Access = Record<string, unknown>

interface Props {
  access: Access
  onChange: (access: Access) => void
}

/** How one gets in, measured: what nobody measured stays out, and is another thing than no. */
export function Measures({ access, onChange }: Props) {
  const { t } = useTranslation(['places_desk', 'places'])
  const set = (name: string, value: unknown) => {
    const { [name]: _, ...rest } = access
    onChange(value === undefined ? rest : { ...rest, [name]: value })
  }
  const unmeasured = { value: '', label: t('unmeasured') }
  const surface = typeof access.surface === 'string' ? access.surface : ''
  const surfaces = surface && !SURFACES.includes(surface) ? [surface, ...SURFACES] : SURFACES
  return (
    <fieldset>
      <legend>{t('field.access')}</legend>
      {SAID.map((name) => (
        <SelectField
          key={name}
          label={t(`measure.${name}`)}
          value={typeof access[name] === 'boolean' ? String(access[name]) : ''}
          onChange={(said) => set(name, said === '' ? undefined : said === 'true')}
          options={[unmeasured, { value: 'true', label: t('yes') }, { value: 'false', label: t(`measureNot.${name}`) }]}
        />
      ))}
      {LENGTHS.map((name) => (
        <Field key={name} label={t(`measure.${name}`)}>
          {(names) => (
            <input
              {...names}
              className="ams-text-input"
              type="number"
              min={0}
              step={name === 'steps' ? 1 : 'any'}
              value={(access[name] as number | undefined) ?? ''}
              onChange={(event) => set(name, event.target.value === '' ? undefined : Number(event.target.value))}
            />
          )}
        </Field>
      ))}
      <SelectField
        label={t('measure.surface')}
        value={surface}
        onChange={(said) => set('surface', said === '' ? undefined : said)}
        options={[unmeasured, ...surfaces.map((value) => ({ value, label: t(`places:surface.${value}`, { defaultValue: value }) }))]}
      />
    </fieldset>
  )
}
