import { useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Mistake } from './ask'

interface Props {
  text: string
  write: (text: string) => void
  wrong: Mistake[]
}

/** The rule as text, with numbered lines; those with a mistake are marked. */
export function RuleEditor({ text, write, wrong }: Props) {
  const { t } = useTranslation('services_rules')
  const id = useId()
  const numbers = useRef<HTMLPreElement>(null)
  const lines = text.split('\n')
  const marked = new Set(wrong.map((mistake) => mistake.line))
  return (
    <div className="field editor">
      <label className="ams-label" htmlFor={id}>
        {t('text.label')}
      </label>
      <p className="field__hint" id={`${id}-hint`}>
        {t('text.hint')}
      </p>
      <div className="editor__sheet">
        <pre className="editor__numbers" aria-hidden="true" ref={numbers}>
          {lines.map((_, at) => (
            <span key={at} data-wrong={marked.has(at + 1) || undefined}>
              {at + 1}
              {'\n'}
            </span>
          ))}
        </pre>
        <textarea
          id={id}
          aria-describedby={`${id}-hint`}
          aria-invalid={wrong.length > 0 || undefined}
          className="editor__text"
          rows={Math.min(28, Math.max(10, lines.length + 1))}
          spellCheck={false}
          autoCapitalize="off"
          wrap="off"
          value={text}
          onChange={(event) => write(event.target.value)}
          onScroll={(event) => {
            if (numbers.current) numbers.current.scrollTop = event.currentTarget.scrollTop
          }}
        />
      </div>
    </div>
  )
}
