/**
 * Checks Manto's proof bundles in a browser, with no network and no other library than noble's cryptography.
 *
 *     const verdict = verifyBundle(bytes, parsePolicy(policyText))
 *     isValid(verdict, Date.now() / 1000)
 *
 * It gives no sentences: the app that shows a verdict says it in the reader's language.
 */

export type { Signer } from './authority.ts'
export { isValid, verifyBundle, type Verdict } from './bundle.ts'
export type { Cbor } from './cbor.ts'
export { type ErrorName, Refused } from './errors.ts'
export { parsePolicy, type Policy } from './policy.ts'
export type { Kind, Statement, Status } from './statement.ts'
