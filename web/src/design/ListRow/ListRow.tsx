import type { ReactNode } from 'react'
import { Link } from 'wouter'
import './ListRow.css'

interface Props {
  /** A narrow column before the text, such as direction and distance. */
  before?: ReactNode
  title: ReactNode
  href?: string
  children?: ReactNode
  after?: ReactNode
  current?: boolean
  /** Which heading the title is; under a section of its own it is one deeper. */
  level?: 2 | 3
  id?: string
  /** Called when the row's link is followed. */
  onOpen?: () => void
}

/** One line of a list; the whole row leads to where its title leads. Put rows in a `ul.rows`. */
export function ListRow({ before, title, href, children, after, current = false, level = 2, id, onOpen }: Props) {
  const Heading = `h${level}` as const
  return (
    <li className="list-row" data-current={current || undefined} id={id}>
      {before !== undefined ? <div className="list-row__before">{before}</div> : null}
      <div className="list-row__text">
        <Heading className="list-row__title">
          {href ? (
            <Link href={href} onClick={onOpen}>
              {title}
            </Link>
          ) : (
            title
          )}
        </Heading>
        {children}
      </div>
      {after ? <div className="list-row__after">{after}</div> : null}
    </li>
  )
}
