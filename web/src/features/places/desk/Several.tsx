import type { ReactNode } from 'react'
import { Button } from '~/design/Button/Button'

interface Props<T> {
  legend: string
  hint?: string
  add: string
  /** What one is before anything is written into it. */
  blank: T
  value: T[]
  onChange: (value: T[]) => void
  /** Draws one, numbered from 1. */
  children: (item: T, number: number, change: (next: T) => void, remove: () => void) => ReactNode
}

/** Several of a kind, each with its own fields: one more can be added, each can be taken away. */
export function Several<T>({ legend, hint, add, blank, value, onChange, children }: Props<T>) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      {hint ? <p className="overlay-hint">{hint}</p> : null}
      {value.map((item, at) =>
        children(
          item,
          at + 1,
          (next) => onChange(value.map((one, other) => (other === at ? next : one))),
          () => onChange(value.filter((_, other) => other !== at)),
        ),
      )}
      <div className="overlay-buttons">
        <Button kind="secondary" onClick={() => onChange([...value, blank])}>
          {add}
        </Button>
      </div>
    </fieldset>
  )
}
