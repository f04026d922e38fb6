import type { HTMLAttributes, ReactNode } from 'react'
import './Card.css'

interface Props extends HTMLAttributes<HTMLElement> {
  /** `warm` asks for the reader's attention; `true` and `false` state a fact. */
  tone?: 'plain' | 'warm' | 'true' | 'false' | 'lake'
  as?: 'div' | 'section' | 'article' | 'li'
  children: ReactNode
}

/** One thing on a page, set apart. */
export function Card({ tone = 'plain', as: Tag = 'div', className = '', children, ...rest }: Props) {
  return (
    <Tag className={`card card--${tone} ${className}`} {...rest}>
      {children}
    </Tag>
  )
}

/** A short word on a card: when, or in what state. */
export function Chip({ tone = 'plain', children }: { tone?: Props['tone']; children: ReactNode }) {
  return <span className={`chip chip--${tone}`}>{children}</span>
}
