/** What an author holds in her hands while the server's answers come and go beneath it. */

import type { Rule } from './ask'

export interface Held {
  /** The versions that there were when the text came. */
  versions: Rule['versions']
  /** The text as it came. */
  start: string
  text: string
  /** What she published last. */
  published: string | null
}

/** Begin with what the server says. */
export function heldFrom({ versions, text }: Pick<Rule, 'versions' | 'text'>): Held {
  return { versions, start: text, text, published: null }
}

/** Say whether somebody else published a version since the text came that is being written over. */
export function isBehind(held: Held, rule: Pick<Rule, 'versions'>): boolean {
  return held.versions.length !== rule.versions.length
}

/** Say what is held once the server says how the rule stands: what was written and not published stays in hand. */
export function heldAfter(held: Held, rule: Pick<Rule, 'versions' | 'text'>): Held {
  if (!isBehind(held, rule)) return held
  return held.text === held.start || held.text === held.published ? heldFrom(rule) : held
}
