/** The swift check says what the plain one says, of every vector, whatever the machine's own Ed25519 is like. */

import { readFileSync } from 'node:fs'
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { afterEach, expect, test, vi } from 'vitest'
import { fromHex, join, strictBase64 } from '../src/bytes.ts'
import { isSigned, puttingOff } from '../src/ed25519.ts'
import { parsePolicy, verifyBundle, verifyBundleSwiftly } from '../src/index.ts'
import { followsTheRule, heldByWebCrypto, swiftly } from '../src/swift.ts'

const folder = new URL('../../../tests/vectors/ledger/', import.meta.url)
const read = (name: string) => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))
const signatures: { accepted: boolean; key: string; message: string; signature: string }[] = read('ed25519')
const { policy, cases }: { policy: string; cases: { name: string; bundle: string; holds: boolean }[] } = read('bundles')

afterEach(() => vi.restoreAllMocks())

test('this machine answers by the rule once key, R and S are as it asks, on every edge case', async () => {
  expect(await followsTheRule()).toBe(true)

  for (const one of signatures) {
    const triple = { message: fromHex(one.message), signature: fromHex(one.signature), key: fromHex(one.key) }
    const { result, checks } = puttingOff(() => isSigned(triple.message, triple.signature, triple.key))
    const held = result && (await Promise.all(checks.map((check) => heldByWebCrypto(check).catch(() => false)))).every(Boolean)

    expect(held).toBe(one.accepted)
  }
})

test('every bundle is judged alike, with the same words', async () => {
  const trusted = parsePolicy(policy)
  for (const one of cases) {
    const raw = strictBase64(one.bundle)!
    const plainly = await Promise.resolve().then(() => verifyBundle(raw, trusted)).catch(String)

    const swiftlyFound = await verifyBundleSwiftly(raw, trusted).catch(String)

    expect(swiftlyFound, one.name).toEqual(plainly)
  }
})

test('a signature that holds only with the cofactor is refused, and would give away who multiplies by it', () => {
  const { Point } = ed25519
  const little = (bytes: Uint8Array) => bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n)
  const key = fromHex('b15bf26424d1b69dd33b7a9e57db5de4a2aadea4a2a051efd9bfd6af74165d2b')
  const made = fromHex(
    '6b12d4d055bd943206034b402ebe601bf715a3bbe772cdac6ab65b94d9a07bf6e048605c177a1286c4d743ceab60cd2b03600ca141540e6ae2e13f9553950605',
  )
  const message = new TextEncoder().encode('cofactor')
  const [a, r] = [Point.fromBytes(key, false), Point.fromBytes(made.subarray(0, 32), false)]
  const h = little(sha512(join(made.subarray(0, 32), key, message))) % Point.Fn.ORDER
  const left = Point.BASE.multiplyUnsafe(little(made.subarray(32)))

  expect(left.subtract(a.multiplyUnsafe(h)).equals(r)).toBe(false)
  expect(left.subtract(a.multiplyUnsafe(h)).subtract(r).clearCofactor().equals(Point.ZERO)).toBe(true)
  expect(isSigned(message, made, key)).toBe(false)
})

test.each([
  ['says yes to everything', async () => true],
  ['says no to everything', async () => false],
  ['fails', () => Promise.reject(new Error('NotSupportedError'))],
])('a machine that %s changes nothing', async (_, verify) => {
  vi.resetModules()
  vi.spyOn(crypto.subtle, 'verify').mockImplementation(verify as typeof crypto.subtle.verify)
  const fresh = await import('../src/swift.ts')
  const rule = await import('../src/ed25519.ts')

  for (const one of signatures.slice(0, 40)) {
    const found = await fresh.swiftly(() => rule.isSigned(fromHex(one.message), fromHex(one.signature), fromHex(one.key)))

    expect(found).toBe(one.accepted)
  }
})

test('a check that throws is run again as it always was', async () => {
  const ways: number[] = []
  const failing = swiftly(() => {
    ways.push(1)
    throw new Error('refused')
  })

  await expect(failing).rejects.toThrow('refused')
  expect(ways).toHaveLength(2)
})
