import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LANGUAGES } from '~/app/i18n'
import { LongField } from '~/design/Field/Field'
import { linesOf, type Words } from './written'

interface Props {
  legend: string
  hint?: string
  value: Words | undefined
  rows?: number
  onChange: (language: string, text: string) => void
}

/** One text in each language of the city. */
export function WordsFields({ legend, hint, value, rows = 2, onChange }: Props) {
  const { t } = useTranslation('places_desk')
  return (
    <fieldset>
      <legend>{legend}</legend>
      {hint ? <p className="overlay-hint">{hint}</p> : null}
      {LANGUAGES.map((language) => (
        <LongField
          key={language}
          label={t(`language.${language}`)}
          rows={rows}
          value={value?.[language] ?? ''}
          onChange={(text) => onChange(language, text)}
        />
      ))}
    </fieldset>
  )
}

interface LinesProps {
  legend: string
  hint: string
  value: Record<string, string[]>
  onChange: (language: string, lines: string[]) => void
}

/** Some short texts in each language, one on each line. */
export function LinesFields({ legend, hint, value, onChange }: LinesProps) {
  const { t } = useTranslation('places_desk')
  return (
    <fieldset>
      <legend>{legend}</legend>
      <p className="overlay-hint">{hint}</p>
      {LANGUAGES.map((language) => (
        <Lines
          key={language}
          label={t(`language.${language}`)}
          lines={value[language] ?? []}
          onChange={(lines) => onChange(language, lines)}
        />
      ))}
    </fieldset>
  )
}

/** What is typed stays as it is typed, also a line that is only begun. */
function Lines({ label, lines, onChange }: { label: string; lines: string[]; onChange: (lines: string[]) => void }) {
  const [typed, setTyped] = useState(lines.join('\n'))
  const same = linesOf(typed).join('\n') === lines.join('\n')
  return (
    <LongField
      label={label}
      rows={3}
      value={same ? typed : lines.join('\n')}
      onChange={(text) => {
        setTyped(text)
        onChange(linesOf(text))
      }}
    />
  )
}
