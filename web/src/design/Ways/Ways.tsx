import { ChevronRight, type LucideIcon } from 'lucide-react'
import { Link } from 'wouter'
import './Ways.css'

export interface Way {
  href: string
  title: string
  text: string
  Icon: LucideIcon
}

interface Props {
  ways: Way[]
  /** What the list is, where no heading above it says so. */
  label?: string
  /** Which heading a title is; under a section of its own it is one deeper. */
  level?: 2 | 3
}

/** A list of pages one can go to, each with a sentence on what is there. */
export function Ways({ ways, label, level = 2 }: Props) {
  const Heading = `h${level}` as const
  return (
    <ul className="ways" aria-label={label}>
      {ways.map(({ href, title, text, Icon }) => (
        <li key={href} className="way">
          <Icon aria-hidden="true" className="way__icon" size={22} />
          <div className="way__text">
            <Heading>
              <Link href={href}>{title}</Link>
            </Heading>
            <p>{text}</p>
          </div>
          <ChevronRight aria-hidden="true" className="way__go" size={20} />
        </li>
      ))}
    </ul>
  )
}
