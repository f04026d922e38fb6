import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import { LANGUAGES } from '~/app/i18n'
import { Button } from '~/design/Button/Button'
import { SelectField, TextField } from '~/design/Field/Field'
import { reportKinds, services } from './ask'
import { Several } from './Several'

const KINDS = ['report', 'service', 'book', 'link'] as const
const REPORT = '/services/report?kind='
const ABOUT = '/services/about/'

type Words = Record<string, string>

/** Something that can be begun there: what it is, where it leads, and how its button is named. */
export interface Action {
  kind: string
  href: string
  name: Words
}

const EMPTY: Action = { kind: 'report', href: '', name: {} }

interface Props {
  value: Action[]
  onChange: (value: Action[]) => void
}

/** What can be begun on the spot, such as reporting this very bench. */
export function Actions({ value, onChange }: Props) {
  const { t } = useTranslation('places_desk')
  return (
    <Several legend={t('field.actions')} hint={t('action.hint')} add={t('action.add')} blank={EMPTY} value={value} onChange={onChange}>
      {(item, number, change, remove) => (
        <One key={number} number={number} item={item} onChange={change} onRemove={remove} />
      )}
    </Several>
  )
}

interface OneProps {
  number: number
  item: Action
  onChange: (next: Action) => void
  onRemove: () => void
}

function One({ number, item, onChange, onRemove }: OneProps) {
  const { t } = useTranslation('places_desk')
  const leadsTo = (href: string) => onChange({ ...item, href })
  return (
    <div className="overlay-action" role="group" aria-label={t('action.one', { number })}>
      <SelectField
        label={t('action.kind')}
        value={item.kind}
        onChange={(kind) => onChange({ ...item, kind, href: '' })}
        options={KINDS.map((value) => ({ value, label: t(`action.kinds.${value}`) }))}
      />
      {item.kind === 'report' ? (
        <Report href={item.href} onChange={leadsTo} />
      ) : item.kind === 'link' ? (
        <TextField label={t('action.link')} hint={t('action.linkHint')} value={item.href} onChange={leadsTo} />
      ) : (
        <Service href={item.href} onChange={leadsTo} />
      )}
      {LANGUAGES.map((language) => (
        <TextField
          key={language}
          label={t('action.name', { language: t(`language.${language}`) })}
          value={item.name[language] ?? ''}
          onChange={(text) => onChange({ ...item, name: { ...item.name, [language]: text } })}
        />
      ))}
      <Button kind="quiet" onClick={onRemove}>
        {t('action.remove', { number })}
      </Button>
    </div>
  )
}

interface LeadsTo {
  href: string
  onChange: (href: string) => void
}

function Report({ href, onChange }: LeadsTo) {
  const { t } = useTranslation('places_desk')
  const groups = useAsk('report kinds', reportKinds).data ?? []
  const options = groups.flatMap(({ kinds }) => kinds.map(({ code, title }) => ({ value: REPORT + code, label: title })))
  return <Choice label={t('action.report')} options={options} value={href} onChange={onChange} />
}

function Service({ href, onChange }: LeadsTo) {
  const { t } = useTranslation('places_desk')
  const all = useAsk('services', services).data ?? []
  const options = all.map(({ id, title }) => ({ value: ABOUT + id, label: title }))
  return <Choice label={t('action.service')} options={options} value={href} onChange={onChange} />
}

interface ChoiceProps {
  label: string
  options: { value: string; label: string }[]
  value: string
  onChange: (value: string) => void
}

/** What the folder or an import wrote stays one of the choices, whatever it is. */
function Choice({ label, options, value, onChange }: ChoiceProps) {
  const { t } = useTranslation('places_desk')
  const known = value === '' || options.some((one) => one.value === value)
  return (
    <SelectField
      label={label}
      value={value}
      onChange={onChange}
      options={[{ value: '', label: t('action.choose') }, ...options, ...(known ? [] : [{ value, label: value }])]}
    />
  )
}
