import { useTranslation } from 'react-i18next'
import { Button } from '~/design/Button/Button'
import type { JourneyField } from '../journey/types'
import { WordsFields } from './WordsFields'
import { changed, EMPTY, freeName } from './draft'

type Options = NonNullable<JourneyField['options']>

/** The choices of a field, each in both languages. */
export function OptionsEditor({ options, change }: { options: Options; change: (options: Options) => void }) {
  const { t } = useTranslation('services_versions')
  const add = () => {
    const value = freeName(
      'choice',
      options.map((one) => one.value),
    )
    change([...options, { value, label: { ...EMPTY } }])
  }
  return (
    <div className="edit">
      {options.map((option, at) => (
        <div key={option.value} className="option-editor">
          <WordsFields
            legend={t('part.option', { number: at + 1 })}
            value={option.label}
            change={(label) => change(changed(options, at, { ...option, label }))}
          />
          <Button
            kind="danger"
            onClick={() => change(options.filter((_, other) => other !== at))}
            aria-label={t('edit.removeOf', { title: t('part.option', { number: at + 1 }) })}
          >
            {t('edit.remove')}
          </Button>
        </div>
      ))}
      <div>
        <Button kind="secondary" onClick={add}>
          {t('edit.addOption')}
        </Button>
      </div>
    </div>
  )
}
