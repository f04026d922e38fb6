import type { ReactNode } from 'react'
import './EmptyState.css'

/** Says what will be here and when, and what one can do meanwhile. */
export function EmptyState({
  icon,
  title,
  children,
  action,
}: {
  icon?: ReactNode
  title: string
  children: ReactNode
  action?: ReactNode
}) {
  return (
    <div className="empty-state">
      {icon ? <span className="empty-state__icon">{icon}</span> : null}
      <h2>{title}</h2>
      <div className="empty-state__text">{children}</div>
      {action}
    </div>
  )
}
