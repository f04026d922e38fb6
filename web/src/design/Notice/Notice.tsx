import type { ReactNode } from 'react'
import './Notice.css'

interface Props {
  tone?: 'plain' | 'lake' | 'warm' | 'true' | 'false'
  icon?: ReactNode
  title?: string
  children?: ReactNode
  action?: ReactNode
  /** Read aloud when it appears: `status` politely, `alert` at once. */
  role?: 'status' | 'alert' | 'note'
}

/** A short message on a page. */
export function Notice({ tone = 'plain', icon, title, children, action, role = 'note' }: Props) {
  return (
    <div className={`notice notice--${tone}`} role={role}>
      {icon ? <span className="notice__icon">{icon}</span> : null}
      <div className="notice__text">
        {title ? <strong>{title}</strong> : null}
        {children ? <div>{children}</div> : null}
      </div>
      {action}
    </div>
  )
}
