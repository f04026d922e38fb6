/** Judges vectors on a page: for the tests and the benchmark, which run it in a real browser. */

import { fromHex, strictBase64 } from '../src/bytes.ts'
import { isSigned, puttingOff } from '../src/ed25519.ts'
import { isValid, parsePolicy, Refused, verifyBundle, verifyBundleSwiftly, type Verdict } from '../src/index.ts'
import { followsTheRule, heldByWebCrypto } from '../src/swift.ts'

interface SignatureCase {
  readonly key: string
  readonly message: string
  readonly signature: string
}
interface BundleCase {
  readonly bundle: string
  readonly now_s: number
}

/** Say whether the browser's own Ed25519 is asked at all. */
export const asksWebCrypto = followsTheRule

/** Say of each signature what noble and what the browser's own Ed25519 answers. */
export async function signatures(cases: readonly SignatureCase[]): Promise<[boolean, boolean][]> {
  const answers: [boolean, boolean][] = []
  for (const one of cases) {
    const [message, made, key] = [one.message, one.signature, one.key].map(fromHex) as [Uint8Array, Uint8Array, Uint8Array]
    const { result, checks } = puttingOff(() => isSigned(message, made, key))
    const held = await Promise.all(checks.map((check) => heldByWebCrypto(check).catch(() => false)))
    answers.push([isSigned(message, made, key), result && held.every(Boolean)])
  }
  return answers
}

/** Say of each bundle what the plain and what the swift check answers: valid or not, or by what name it is refused. */
export async function bundles(policy: string, cases: readonly BundleCase[]): Promise<[string, string][]> {
  const trusted = parsePolicy(policy)
  const answers: [string, string][] = []
  for (const one of cases) {
    const raw = strictBase64(one.bundle)!
    const told = (verdict: Verdict) => `${isValid(verdict, one.now_s)} ${verdict.asOfSeconds}`
    const refused = (why: unknown) => (why instanceof Refused ? why.name : String(why))
    const plainly = await Promise.resolve().then(() => told(verifyBundle(raw, trusted))).catch(refused)
    answers.push([plainly, await verifyBundleSwiftly(raw, trusted).then(told).catch(refused)])
  }
  return answers
}

/** Time a check: milliseconds each, plainly and swiftly. */
export async function times(policy: string, bundle: string, rounds: number): Promise<{ plainly: number[]; swiftly: number[] }> {
  const trusted = parsePolicy(policy)
  const raw = strictBase64(bundle)!
  const found: { plainly: number[]; swiftly: number[] } = { plainly: [], swiftly: [] }
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now()
    verifyBundle(raw, trusted)
    const between = performance.now()
    await verifyBundleSwiftly(raw, trusted)
    found.plainly.push(between - begun)
    found.swiftly.push(performance.now() - between)
  }
  return found
}
