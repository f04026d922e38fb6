/**
 * The same checks, faster: the machine's own Ed25519 answers where it keeps the ledger's rule, all signatures at once.
 *
 * 1. The check runs as always, except that each signature which passes the rule's own conditions on key, R and S is taken
 *    for good and put down.
 * 2. WebCrypto is asked about all that were put down. If every one holds, so does what came of (1).
 * 3. If one does not, if (1) refused, or if WebCrypto cannot be asked, the check runs again with noble alone: that is what
 *    counts, so a machine's Ed25519 can make a check slower and never change what it says.
 *
 * Engines differ in one thing that the conditions do not settle: some multiply by the cofactor. Whether this one does is
 * found out once, with a signature that holds only for those; then it is not asked.
 */

import { type Verdict, verifyBundle } from './bundle.ts'
import { fromHex } from './bytes.ts'
import { puttingOff, type SignatureCheck } from './ed25519.ts'
import type { Policy } from './policy.ts'

let follows: Promise<boolean> | undefined

/** Check a proof bundle as `verifyBundle` does; rejects with the same `Refused`. */
export async function verifyBundleSwiftly(raw: Uint8Array, policy: Policy): Promise<Verdict> {
  return swiftly(() => verifyBundle(raw, policy))
}

/** Do any check of signatures swiftly: its work must do nothing but check, for it may run twice. */
export async function swiftly<Result>(work: () => Result): Promise<Result> {
  if (await followsTheRule()) {
    try {
      const { result, checks } = puttingOff(work) // (1)
      if ((await Promise.all(checks.map(heldByWebCrypto))).every(Boolean)) return result // (2)
    } catch {
      // (3) says why
    }
  }
  return work() // (3)
}

/** Say whether this machine's WebCrypto has Ed25519 and does not multiply by the cofactor. */
export function followsTheRule(): Promise<boolean> {
  follows ??= (async () => {
    try {
      return (await heldByWebCrypto(HOLDS)) && !(await heldByWebCrypto(HOLDS_WITH_COFACTOR_ONLY))
    } catch {
      return false
    }
  })()
  return follows
}

/** Ask WebCrypto about one signature. */
export async function heldByWebCrypto({ message, signature, key }: SignatureCheck): Promise<boolean> {
  const read = await crypto.subtle.importKey('raw', key as BufferSource, 'Ed25519', false, ['verify'])
  return crypto.subtle.verify('Ed25519', read, signature as BufferSource, message as BufferSource)
}

// Key and signature of RFC 8032, section 7.1, test 1.
const HOLDS: SignatureCheck = {
  message: new Uint8Array(),
  key: fromHex('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'),
  signature: fromHex(
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ),
}
// A key with a part of order 8, and a signature by it: R = r·B, S = r + h·a. The tests make it again and judge it by hand.
const HOLDS_WITH_COFACTOR_ONLY: SignatureCheck = {
  message: new TextEncoder().encode('cofactor'),
  key: fromHex('b15bf26424d1b69dd33b7a9e57db5de4a2aadea4a2a051efd9bfd6af74165d2b'),
  signature: fromHex(
    '6b12d4d055bd943206034b402ebe601bf715a3bbe772cdac6ab65b94d9a07bf6e048605c177a1286c4d743ceab60cd2b03600ca141540e6ae2e13f9553950605',
  ),
}
