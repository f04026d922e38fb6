import { ArrowLeft } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useTitle } from './useTitle'

interface Props {
  title: string
  lead?: ReactNode
  /** In what state it is, at the right of the title. */
  chip?: ReactNode
  /** Where the list is that it stands in; on a narrow page it is not beside it. */
  list?: string
  children: ReactNode
}

/** One subject on the desk: its name, its state, and everything about it. */
export function Subject({ title, lead, chip, list, children }: Props) {
  const { t } = useTranslation('desk')
  useTitle(title)

  return (
    <article className="subject">
      {list ? (
        <Link href={list} className="subject__back">
          <ArrowLeft aria-hidden="true" size={18} />
          {t('back_to_list')}
        </Link>
      ) : null}
      <header className="subject__head">
        <div>
          <Heading key={title}>{title}</Heading>
          {lead ? <p className="subject__lead">{lead}</p> : null}
        </div>
        {chip}
      </header>
      {children}
    </article>
  )
}

/** Whoever opened a subject goes to it; whoever steps through the list with J and K, or merely arrives, stays there. */
function Heading({ children }: { children: string }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const at = document.activeElement
    const stays = !(at instanceof HTMLElement) || at === document.body || at.dataset.stepping !== undefined
    if (!stays) heading.current?.focus({ preventScroll: true })
  }, [])
  return (
    <h1 tabIndex={-1} ref={heading}>
      {children}
    </h1>
  )
}
