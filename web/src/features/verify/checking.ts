/** The check itself: everything here runs on this device, with what it trusts, and asks nobody. */

import {
  checkPaper,
  isValid,
  type PaperVerdict,
  readCodes,
  Refused,
  type Trust,
  type Verdict,
  verifyBundle,
} from '~verify/index'
import type { Given } from './reading'

/** What was found out. */
export type Finding =
  | { kind: 'paper'; verdict: PaperVerdict; valid: boolean }
  | { kind: 'bundle'; verdict: Verdict; valid: boolean }
  | { kind: 'second'; text: string }
  | { kind: 'refused'; refused: Refused }

/** Check what was given; never throws for what does not hold, but says so. */
export function check(given: Given, trust: Trust, nowSeconds: number): Finding[] {
  try {
    if ('bundle' in given) {
      const verdict = verifyBundle(given.bundle, trust.policy)
      return [{ kind: 'bundle', verdict, valid: isValid(verdict, nowSeconds) }]
    }
    return checkPaper(readCodes(given.text), trust).map((verdict) => ({ kind: 'paper', verdict, valid: verdict.valid }))
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    if (error.name === 'SealMissing' && 'text' in given) return [{ kind: 'second', text: given.text }]
    return [{ kind: 'refused', refused: error }]
  }
}
