import { useTranslation } from 'react-i18next'
import { Segmented } from '~/design/Segmented/Segmented'
import { Audience } from '../Audience'
import { Amount } from './StopForm'
import { WordsFields } from './WordsFields'
import { withWords, type WrittenTrail } from './written'

const WITHOUT = ['read', 'see', 'climb'] as const

interface Props {
  id: string
  isNew: boolean
  written: WrittenTrail
  onChange: (written: WrittenTrail) => void
}

/** What holds for the whole trail: its title, how long it takes, and what stands in for whoever cannot do a step. */
export function TrailForm({ id, isNew, written, onChange }: Props) {
  const { t } = useTranslation('places_desk')
  return (
    <div className="overlay-form">
      <Segmented
        label={t('trail.field.kind')}
        value={written.kind}
        onChange={(kind) => onChange({ ...written, kind })}
        options={[
          { value: 'tour', label: t('trail.kinds.tour') },
          { value: 'hunt', label: t('trail.kinds.hunt') },
        ]}
      />
      {(['title', 'about', 'badge'] as const).map((key) => (
        <WordsFields
          key={key}
          legend={t(`trail.field.${key}`)}
          value={written[key]}
          rows={key === 'about' ? 2 : 1}
          onChange={(language, text) => onChange({ ...written, [key]: { ...written[key], [language]: text } })}
        />
      ))}
      {isNew && id ? <p className="overlay-hint">{t('trail.address', { address: `/trails/${id}` })}</p> : null}
      <Amount
        label={t('trail.field.minutes')}
        value={written.minutes}
        onChange={(minutes) => onChange({ ...written, minutes: Math.round(minutes ?? 0) })}
      />
      <Audience value={written.audience ?? []} onChange={(audience) => onChange({ ...written, audience })} />
      {WITHOUT.map((cannot) => (
        <WordsFields
          key={cannot}
          legend={t(`trail.field.${cannot}`)}
          hint={t('trail.sharedHint')}
          value={written.otherwise?.[cannot]}
          onChange={(language, text) =>
            onChange({ ...written, otherwise: withWords(written.otherwise ?? {}, cannot, language, text) })
          }
        />
      ))}
    </div>
  )
}
