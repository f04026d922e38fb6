import { useTranslation } from 'react-i18next'
import { Notice } from '~/design/Notice/Notice'
import type { Mistake } from './ask'

/** What is wrong with a text: each mistake with its line, a mark under the words, and what was probably meant. */
export function Mistakes({ mistakes }: { mistakes: Mistake[] }) {
  const { t } = useTranslation('services_rules')
  if (mistakes.length === 0) return null
  return (
    <Notice tone="false" title={t('mistakes', { count: mistakes.length })}>
      <ol className="mistakes">
        {mistakes.map((one) => (
          <li key={`${one.line} ${one.column} ${one.what}`}>
            <p>
              <strong>{t('line', { line: one.line })}</strong> {one.what}
            </p>
            {one.shown.trim() ? (
              <pre>
                {one.shown.slice(0, one.column - 1)}
                <mark>{one.shown.slice(one.column - 1, one.column - 1 + one.width)}</mark>
                {one.shown.slice(one.column - 1 + one.width)}
              </pre>
            ) : null}
            {one.next_step ? <p>{one.next_step}</p> : null}
          </li>
        ))}
      </ol>
    </Notice>
  )
}
