import type { Problem } from '~/api/problem'
import { Button } from '~/design/Button/Button'
import { Trouble } from '~/design/Trouble/Trouble'

/** The way to the next page of a list, and what went wrong on it. */
export function More({ label, more, problem }: { label: string; more: (() => void) | null; problem: Problem | null }) {
  return (
    <>
      {problem ? <Trouble problem={problem} again={more ?? undefined} /> : null}
      {more ? (
        <div>
          <Button kind="secondary" onClick={more}>
            {label}
          </Button>
        </div>
      ) : null}
    </>
  )
}
