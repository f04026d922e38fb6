import { useEffect, useRef, type ReactNode } from 'react'
import { useHere } from '~/app/session'
import './Page.css'

interface Props {
  title: string
  /** A small line above the title, such as the date. */
  above?: ReactNode
  /** A sentence below the title. */
  lead?: ReactNode
  /** `wide` for pages with two columns on a desktop. */
  width?: 'reading' | 'wide'
  children: ReactNode
}

/** The address whose page was last shown; null before the first, which keeps the focus where the browser put it. */
let shown: string | null = null

/** A page: names itself in the browser's title and takes the focus to its heading when one arrives from another page. */
export function Page({ title, above, lead, width = 'reading', children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  const { city } = useHere()

  useEffect(() => {
    document.title = city ? `${title} · ${city.name}` : title
  }, [title, city])

  useEffect(() => {
    const { pathname } = window.location
    if (shown !== null && shown !== pathname) {
      heading.current?.focus({ preventScroll: true })
      window.scrollTo(0, 0)
    }
    shown = pathname
  }, [])

  return (
    <div className={`page page--${width}`}>
      <header className="page__head">
        {above ? <p className="page__above">{above}</p> : null}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {lead ? <p className="page__lead">{lead}</p> : null}
      </header>
      {children}
    </div>
  )
}
