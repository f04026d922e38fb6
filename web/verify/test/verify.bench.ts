/** How long a check takes in JavaScript; the aim is 5 ms for a proof with Ed25519 witnesses. */

import { readFileSync } from 'node:fs'
import { bench } from 'vitest'
import { strictBase64 } from '../src/bytes.ts'
import { parsePolicy, verifyBundle, verifyBundleSwiftly } from '../src/index.ts'
import { isSigned } from '../src/ed25519.ts'
import { fromHex, sha256 } from '../src/bytes.ts'

const folder = new URL('../../../tests/vectors/ledger/', import.meta.url)
const { policy, cases } = JSON.parse(readFileSync(new URL('bundles.json', folder), 'utf8'))
const [signature] = JSON.parse(readFileSync(new URL('ed25519.json', folder), 'utf8'))
const [message, made, key] = [signature.message, signature.signature, signature.key].map(fromHex) as [Uint8Array, Uint8Array, Uint8Array]
const trusted = parsePolicy(policy)
const title = strictBase64(cases[0].bundle)!
const absent = strictBase64(cases[2].bundle)!
const node = new Uint8Array(65)

bench('SHA-256 of a node', () => void sha256(node))
bench('one Ed25519 signature', () => void isSigned(message, made, key))
bench('a title: four signatures, authority, witnesses with Ed25519 and ML-DSA', () => void verifyBundle(title, trusted))
bench('an absence: witnesses with Ed25519 and ML-DSA', () => void verifyBundle(absent, trusted))
bench('the same title, swiftly', async () => void (await verifyBundleSwiftly(title, trusted)))
bench('the same absence, swiftly', async () => void (await verifyBundleSwiftly(absent, trusted)))
