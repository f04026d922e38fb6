import './Skeleton.css'

/** Holds the place of `rows` cards or lines while they are on their way. */
export function Skeleton({
  rows = 3,
  shape = 'card',
  label,
}: {
  rows?: number
  shape?: 'card' | 'row'
  label: string
}) {
  return (
    <div className="skeleton" role="status">
      <span className="ams-visually-hidden">{label}</span>
      {Array.from({ length: rows }, (_, at) => (
        <span key={at} className={`skeleton__piece skeleton__piece--${shape}`} aria-hidden="true" />
      ))}
    </div>
  )
}

/** How far something is, as a bar with its words beside it. */
export function Progress({ value, label }: { value: number; label: string }) {
  return <progress className="progress" max={1} value={value} aria-label={label} />
}
