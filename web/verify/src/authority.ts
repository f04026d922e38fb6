/** Who signed a statement, as far as a bundle shows it: step (7) of its check. */

import { hex, same } from './bytes.ts'
import type { Cbor } from './cbor.ts'
import { type Envelope, parseEnvelope } from './cose.ts'
import { isAcceptablePoint } from './ed25519.ts'
import { Refused } from './errors.ts'
import type { AuthorityProof, Stated } from './form.ts'
import { mapProofHolds, recordKey } from './map.ts'
import { parseStatement, type Statement } from './statement.ts'

const ASK_WHOLE = 'Ask for a proof that shows who signed; do not rely on this one.'

export interface Signer {
  readonly key: Uint8Array
  /** For which member; empty for a holder. */
  readonly agency: string
  readonly roles: readonly string[]
}

interface Shown {
  readonly latest: Statement
  readonly delegation: Statement
}

/** Say who signed; nothing when the bundle shows no authority. */
export function signersOf(stated: Stated, of: Envelope, statement: Statement, mapRoot: Uint8Array): Signer[] {
  if (stated.authority.length === 0) return []
  const records = new Map(stated.authority.map((one) => proven(one, mapRoot)))
  const members = parseMembers(records.get('governance/ledger')?.latest.content)
  return of.signatures.map(({ key }) => {
    const member = members.find((one) => same(one.key, key))
    if (member) return { key, agency: member.name, roles: [...member.roles].sort() }
    const shown = records.get(`delegation/${hex(key)}`)
    if (shown) return officer(key, shown, members, statement, stated.index)
    const holds = statement.holders.some((holder) => same(holder, key))
    return { key, agency: '', roles: [holds ? 'holder' : 'not shown'] }
  })
}

function proven(one: AuthorityProof, mapRoot: Uint8Array): readonly [string, Shown] {
  const of = parseEnvelope(one.statement)
  const latest = parseStatement(of.payload)
  const current = mapProofHolds(one.proof, mapRoot, recordKey(latest.record), one.value)
  if (!current || !same(of.hash, one.head.statement)) throw notProven(`The proof shows ${latest.record} as it does not stand.`)
  if (!one.before) return [latest.record, { latest, delegation: latest }]
  const before = parseEnvelope(one.before)
  if (!latest.prev || !same(before.hash, latest.prev)) throw notProven(`The proof shows ${latest.record} as it did not stand.`)
  return [latest.record, { latest, delegation: parseStatement(before.payload) }]
}

interface Member {
  readonly name: string
  readonly key: Uint8Array
  readonly roles: readonly string[]
}

function parseMembers(content: ReadonlyMap<string, Cbor> | undefined): Member[] {
  const listed = content?.get('members')
  const quorum = content?.get('quorum')
  const members = Array.isArray(listed) ? (listed as Cbor[]).map(parseMember) : []
  const alike = new Set(members.map((one) => one.name)).size < members.length || new Set(members.map((one) => hex(one.key))).size < members.length
  const majority = typeof quorum === 'number' && 2 * quorum > members.length && quorum <= members.length
  if (content?.size !== 2 || members.length < 1 || members.length > 64 || alike || !majority) throw noMembers()
  return members
}

function parseMember(value: Cbor): Member {
  const parts = value instanceof Map ? (value as ReadonlyMap<string, Cbor>) : new Map<string, Cbor>()
  const [name, key, roles, announced] = ['name', 'key', 'roles', 'next_key_hash'].map((part) => parts.get(part))
  const known = parts.size === (announced === undefined ? 3 : 4)
  const right = typeof name === 'string' && name !== '' && key instanceof Uint8Array && isAcceptablePoint(key) && Array.isArray(roles)
  const announces = announced === undefined || (announced instanceof Uint8Array && announced.length === 32)
  if (!known || !right || !announces || roles.some((role) => typeof role !== 'string' || role === '')) throw noMembers()
  return { name, key, roles: roles as string[] }
}

function officer(key: Uint8Array, { latest, delegation }: Shown, members: readonly Member[], statement: Statement, index: number): Signer {
  if (latest.status !== 'active') {
    const from = latest.content?.get('from_index') ?? 0
    if (typeof from !== 'number' || index >= from) throw notProven(`The key ${hex(key).slice(0, 16)}… was revoked before it signed this.`)
  }
  const [agency, roles, from, until] = ['agency', 'roles', 'from_s', 'until_s'].map((part) => delegation.content?.get(part))
  const inTime = typeof from === 'number' && typeof until === 'number' && from <= statement.signedSeconds && statement.signedSeconds < until
  if (!inTime || typeof agency !== 'string' || !Array.isArray(roles) || !members.some((one) => one.name === agency)) {
    throw notProven(`The key ${hex(key).slice(0, 16)}… was not delegated for the time at which it signed.`)
  }
  return { key, agency, roles: roles.map(String).sort() }
}

function noMembers(): Refused {
  return notProven("The proof does not show who the ledger's members are.")
}

function notProven(what: string): Refused {
  return new Refused('NotProven', what, ASK_WHOLE)
}
