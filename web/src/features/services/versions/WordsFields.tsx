import { useTranslation } from 'react-i18next'
import { LANGUAGES } from '~/app/i18n'
import { LongField, TextField } from '~/design/Field/Field'
import type { Words } from '../journey/types'
import { EMPTY } from './draft'

interface Props {
  legend: string
  value: Words | undefined
  long?: boolean
  change: (words: Words) => void
}

/** One text in each language of the city, side by side where there is room. */
export function WordsFields({ legend, value, long = false, change }: Props) {
  const { t } = useTranslation('services_versions')
  const Line = long ? LongField : TextField
  return (
    <fieldset className="words">
      <legend>{legend}</legend>
      {LANGUAGES.map((language) => (
        <div key={language} lang={language}>
          <Line
            label={t(`language.${language}`)}
            value={value?.[language] ?? ''}
            onChange={(text: string) => change({ ...EMPTY, ...value, [language]: text })}
            {...(long ? { rows: 2 } : {})}
          />
        </div>
      ))}
    </fieldset>
  )
}
