import { useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import type { Problem } from '~/api/problem'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { neighbour, useShortcuts, type Shortcut } from '../shortcuts'
import { RefusedPage } from './Elsewhere'
import { Keys } from './Keys'
import { useTitle } from './useTitle'

export interface Line {
  id: string
  href: string
  title: string
  text: ReactNode
}

interface Props {
  title: string
  /** Above the lines: a search, a reason. */
  above?: ReactNode
  lines: Line[]
  /** Shown in place of the lines when there are none. */
  none: ReactNode
  current: string | null
  /** Why the list could not be had; when it is another's desk, that is all the page says. */
  problem?: Problem | null
  keys?: Shortcut[]
  /** The subject that is open; nothing when none is. */
  children: ReactNode
}

/** A list, and beside it the subject that one chose; on a narrow page one of the two. J and K step through the list. */
export function Panes({ title, above, lines, none, current, problem, keys = [], children }: Props) {
  const { t } = useTranslation('desk')
  const [, go] = useLocation()
  const list = useRef<HTMLUListElement>(null)
  useTitle(current === null ? title : null) // a subject has a name of its own

  const step = (by: 1 | -1) => {
    const ids = lines.map((line) => line.id)
    const next = neighbour(ids, current, by)
    const at = lines.findIndex((line) => line.id === next)
    const line = lines[at]
    if (!line) return
    const link = list.current?.querySelectorAll('a')[at]
    if (link) {
      link.dataset.stepping = '' // The focus stays in the list; see Subject.
      link.focus()
      link.scrollIntoView({ block: 'nearest' })
    }
    go(line.href)
  }
  useShortcuts({ next: () => step(1), previous: () => step(-1) })

  if (problem?.status === 403) return <RefusedPage title={title} problem={problem} />

  // Nothing to choose from and nothing to search in: the list has the page to itself.
  const bare = lines.length === 0 && !above && current === null
  const Title = current === null ? 'h1' : 'h2'
  return (
    <div className="panes" data-open={current !== null || undefined} data-bare={bare || undefined}>
      <section className="panes__list" aria-labelledby="panes-title">
        <Title id="panes-title" className="panes__title">
          {title}
        </Title>
        {above ? <div className="panes__above">{above}</div> : null}
        {lines.length > 0 ? (
          <ul ref={list}>
            {lines.map((line) => (
              <li key={line.id}>
                <Link
                  href={line.href}
                  className="panes__line"
                  onClick={(event) => delete event.currentTarget.dataset.stepping}
                  aria-current={line.id === current ? 'true' : undefined}
                >
                  <strong>{line.title}</strong>
                  <span>{line.text}</span>
                </Link>
              </li>
            ))}
          </ul>
        ) : (
          <div className="panes__none">{none}</div>
        )}
        {lines.length > 0 ? <Keys of={['next', 'previous', ...keys]} /> : null}
      </section>
      <div className="panes__subject">
        {children ??
          (lines.length > 0 ? (
            <div className="panes__choose">
              <EmptyState title={t('nothing_chosen.title')}>{t('nothing_chosen.text')}</EmptyState>
            </div>
          ) : null)}
      </div>
    </div>
  )
}
