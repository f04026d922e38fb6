import '@amsterdam/design-system-css/dist/switch/switch.css'
import { useId, type ReactNode } from 'react'
import './Toggle.css'

interface Props {
  label: ReactNode
  hint?: ReactNode
  /** What the switch says beside itself: “On”, “Off”. */
  state: string
  checked: boolean
  disabled?: boolean
  onChange: (checked: boolean) => void
}

/** A switch that counts at once, with its words before it. */
export function Toggle({ label, hint, state, checked, disabled, onChange }: Props) {
  const id = useId()
  return (
    <div className="toggle">
      <div className="toggle__words">
        <span id={`${id}-label`}>{label}</span>
        {hint ? (
          <span className="toggle__hint" id={`${id}-hint`}>
            {hint}
          </span>
        ) : null}
      </div>
      <span className="toggle__state" aria-hidden="true">
        {state}
      </span>
      <span className="ams-switch">
        <input
          className="ams-switch__input"
          type="checkbox"
          role="switch"
          aria-checked={checked}
          checked={checked}
          disabled={disabled}
          aria-labelledby={`${id}-label`}
          aria-describedby={hint ? `${id}-hint` : undefined}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span className="ams-switch__label" aria-hidden="true" />
      </span>
    </div>
  )
}
