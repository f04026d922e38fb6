import { ChevronRight, type LucideIcon } from 'lucide-react'
import { Link } from 'wouter'

export interface Way {
  href: string
  title: string
  text: string
  Icon: LucideIcon
}

/** A list of pages one can go to, each with a sentence on what is there. */
export function Ways({ label, ways }: { label: string; ways: Way[] }) {
  return (
    <section aria-label={label}>
      <ul className="ways">
        {ways.map(({ href, title, text, Icon }) => (
          <li key={href} className="way">
            <Icon aria-hidden="true" className="way__icon" size={22} />
            <div className="way__text">
              <h2>
                <Link href={href}>{title}</Link>
              </h2>
              <p>{text}</p>
            </div>
            <ChevronRight aria-hidden="true" className="way__go" size={20} />
          </li>
        ))}
      </ul>
    </section>
  )
}
