import { useTranslation } from 'react-i18next'
import { Notice } from '~/design/Notice/Notice'
import type { Mistake } from './ask'

/** Where the part of the editor stands that is about a question or one of its fields; 0 is the whole. */
export const placeOf = (step: number, field: number) => `edit-${step}-${field}`

/** What is wrong, each with the way to its place; or that nothing is. */
export function Mistakes({ mistakes }: { mistakes: Mistake[] }) {
  const { t } = useTranslation('services_versions')
  if (mistakes.length === 0) return <Notice tone="true">{t('mistakes.none')}</Notice>
  return (
    <Notice tone="false" title={t('mistakes.title', { count: mistakes.length })}>
      <ol className="mistakes">
        {mistakes.map((one) => (
          <li key={`${one.step} ${one.field} ${one.key} ${one.what}`}>
            <a
              href={`#${placeOf(one.step, one.field)}`}
              onClick={(event) => {
                event.preventDefault()
                goTo(placeOf(one.step, one.field))
              }}
            >
              {one.where}
            </a>
            <p>
              {one.what} {one.near ? t('mistakes.near', { name: one.near }) : one.next_step}
            </p>
          </li>
        ))}
      </ol>
    </Notice>
  )
}

/** Open what a place is folded into, and bring the focus there. */
function goTo(place: string) {
  const found = document.getElementById(place)
  found?.querySelector(':scope > details')?.setAttribute('open', '')
  for (let around: Element | null | undefined = found; around; around = around.parentElement?.closest('details')) {
    if (around instanceof HTMLDetailsElement) around.open = true
  }
  const first = found?.querySelector<HTMLElement>('input, textarea, select')
  first?.scrollIntoView({ block: 'center' })
  first?.focus()
}
