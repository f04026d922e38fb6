// Each component from its own folder: the package's one index would put all of them into the first load.
import { Button as AmsButton } from '@amsterdam/design-system-react/dist/Button'
import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode } from 'react'
import { Link } from 'wouter'
import './Button.css'

type Kind = 'primary' | 'secondary' | 'quiet' | 'danger'
const VARIANT = { primary: 'primary', secondary: 'secondary', quiet: 'tertiary', danger: 'tertiary' } as const

interface Look {
  kind?: Kind
  icon?: ReactNode
  children: ReactNode
}

/** A button that does something. Its words begin with the verb. */
export function Button({
  kind = 'primary',
  icon,
  children,
  className = '',
  ...rest
}: Look & ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <AmsButton type="button" variant={VARIANT[kind]} className={`button button--${kind} ${className}`} {...rest}>
      {icon}
      <span>{children}</span>
    </AmsButton>
  )
}

type LinkProps = Look & { href: string } & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'>

/** A link that looks like a button: it goes to another page of the app, or out of it. */
export function ButtonLink({ kind = 'primary', icon, children, href, className = '', ...rest }: LinkProps) {
  const look = `ams-button ams-button--${VARIANT[kind]} button button--${kind} ${className}`
  const inside = (
    <>
      {icon}
      <span>{children}</span>
    </>
  )
  if (!href.startsWith('/') || href.startsWith('/api/') || href.startsWith('/_allauth/')) {
    return (
      <a href={href} className={look} {...rest}>
        {inside}
      </a>
    )
  }
  return (
    <Link href={href} className={look} {...rest}>
      {inside}
    </Link>
  )
}
