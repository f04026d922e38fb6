import '@amsterdam/design-system-css/dist/label/label.css'
import '@amsterdam/design-system-css/dist/text-area/text-area.css'
import '@amsterdam/design-system-css/dist/text-input/text-input.css'
import { TriangleAlert } from 'lucide-react'
import { useId, type InputHTMLAttributes, type ReactNode, type Ref, type SelectHTMLAttributes } from 'react'
import './Field.css'

interface Asked {
  label: string
  /** Said before one types: what it is for, or how it is written. */
  hint?: ReactNode
  /** Said after one tried: what is missing and what to do. */
  error?: string | null
}

interface Names {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

/** A label, its control, and what is said about it before and after; the control gets the names that join them. */
export function Field({ label, hint, error, children }: Asked & { children: (names: Names) => ReactNode }) {
  const id = useId()
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined
  return (
    <div className="field">
      <label className="ams-label" htmlFor={id}>
        {label}
      </label>
      {hint ? (
        <p className="field__hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      {error ? <Missing id={`${id}-error`}>{error}</Missing> : null}
      {children({ id, 'aria-describedby': described, 'aria-invalid': error ? true : undefined })}
    </div>
  )
}

function Missing({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p className="field__error" id={id}>
      <TriangleAlert aria-hidden="true" size={18} />
      <span>{children}</span>
    </p>
  )
}

type TextProps = Asked &
  Omit<InputHTMLAttributes<HTMLInputElement>, 'type' | 'onChange' | 'value'> & {
    type?: 'text' | 'email' | 'search' | 'date' | 'time'
    value: string
    onChange: (value: string) => void
    ref?: Ref<HTMLInputElement>
  }

/** A line to type in. */
export function TextField({ label, hint, error, onChange, type = 'text', ref, ...rest }: TextProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(names) => (
        <input
          className="ams-text-input"
          type={type}
          ref={ref}
          {...names}
          {...rest}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}

type LongProps = Asked & {
  value: string
  onChange: (value: string) => void
  rows?: number
  ref?: Ref<HTMLTextAreaElement>
}

/** Some lines to write in. */
export function LongField({ label, hint, error, onChange, rows = 4, ref, ...rest }: LongProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(names) => (
        <textarea
          className="ams-text-area ams-text-area--resize-vertical"
          rows={rows}
          ref={ref}
          {...names}
          {...rest}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}

type SelectProps = Asked &
  Omit<SelectHTMLAttributes<HTMLSelectElement>, 'onChange' | 'value'> & {
    value: string
    onChange: (value: string) => void
    options: { value: string; label: string }[]
  }

/** One out of several, behind a button; for two to four choices a Segmented or ChoiceField is kinder. */
export function SelectField({ label, hint, error, onChange, options, ...rest }: SelectProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(names) => (
        <select
          className="ams-text-input field__select"
          {...names}
          {...rest}
          onChange={(event) => onChange(event.target.value)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

interface Choice<Value extends string> {
  value: Value
  label: string
  hint?: string
}

/** One out of a few, each with a sentence of its own. */
export function ChoiceField<Value extends string>({
  label,
  error,
  value,
  onChange,
  options,
}: Omit<Asked, 'hint'> & { value: Value | null; onChange: (value: Value) => void; options: Choice<Value>[] }) {
  const id = useId()
  return (
    <fieldset className="field choices" aria-describedby={error ? `${id}-error` : undefined}>
      <legend>{label}</legend>
      {error ? <Missing id={`${id}-error`}>{error}</Missing> : null}
      {options.map((option) => (
        <label key={option.value} className="choice">
          <input
            type="radio"
            name={id}
            value={option.value}
            checked={value === option.value}
            onChange={() => onChange(option.value)}
          />
          <span>
            <span className="choice__label">{option.label}</span>
            {option.hint ? <span className="choice__hint">{option.hint}</span> : null}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
