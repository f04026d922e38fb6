import type { ReactNode } from 'react'
import './Disclosure.css'

interface Props {
  summary: string
  /** What it is about, for whoever hears it alone: “Receipt: learn what you like”. Begins with the summary. */
  about?: string
  onOpen?: () => void
  children: ReactNode
}

/** More on something, behind a tap. */
export function Disclosure({ summary, about, onOpen, children }: Props) {
  return (
    <details className="disclosure" onToggle={(event) => event.currentTarget.open && onOpen?.()}>
      <summary>
        <span aria-hidden={about ? true : undefined}>{summary}</span>
        {about ? <span className="ams-visually-hidden">{about}</span> : null}
      </summary>
      <div className="disclosure__inside">{children}</div>
    </details>
  )
}
