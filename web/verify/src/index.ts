/**
 * Checks Manto's proof bundles in a browser, with no network and no other library than noble's cryptography.
 *
 *     const verdict = verifyBundle(bytes, parsePolicy(policyText))
 *     isValid(verdict, Date.now() / 1000)
 *
 *     const verdicts = checkPaper(readCodes(text), parseTrust(trustFile))
 *
 * It gives no sentences: the app that shows a verdict says it in the reader's language.
 */

export type { Signer } from './authority.ts'
export { swiftly, verifyBundleSwiftly } from './swift.ts'
export { isValid, verifyBundle, type Verdict } from './bundle.ts'
export type { Cbor } from './cbor.ts'
export { type ErrorName, Refused } from './errors.ts'
export { checkPaper, type PaperVerdict } from './paper.ts'
export { holdsCode, readCodes, type PaperCode } from './paperForm.ts'
export type { Standing } from './lists.ts'
export { type Issuer, type Landmark, parseTrust, type Trust } from './trust.ts'
export { parsePolicy, type Policy } from './policy.ts'
export type { Kind, Statement, Status } from './statement.ts'
