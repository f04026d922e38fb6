/** What an editor holds in her hands while the server's answers come and go beneath it. */

import type { Changes, OverlayEdit } from './ask'

export interface Held {
  /** The version that these changes were written over: the server refuses them where somebody else was faster. */
  version: number
  /** How it stood when the version came. */
  start: Changes
  changes: Changes
  /** What was given to the server last, once it took it. */
  sent: Changes | null
}

/** Begin with what the server says. */
export function heldFrom(edit: OverlayEdit): Held {
  const start = edit.draft ?? edit.changes
  return { version: edit.version, start, changes: start, sent: null }
}

/** Write something over it. */
export function written(held: Held, changes: Changes): Held {
  return { ...held, changes }
}

/** Say what the server took. */
export function sent(held: Held, changes: Changes): Held {
  return { ...held, sent: changes }
}

/** Say whether something is written that the server does not have. */
export function isDirty({ start, changes }: Held): boolean {
  return JSON.stringify(changes) !== JSON.stringify(start)
}

/**
 * Say what is held once the server says how it stands: what was not kept yet stays in hand.
 *
 * A version that follows on what was sent is one's own, and what was written since goes on over it. Any other is somebody
 * else's: what is written keeps the version that it was written over, so that keeping it is refused and not silently won.
 */
export function heldAfter(held: Held, edit: OverlayEdit): Held {
  if (edit.version === held.version) return held
  if (!isDirty(held) || held.changes === held.sent) return heldFrom(edit)
  return held.sent ? { ...heldFrom(edit), changes: held.changes } : held
}
