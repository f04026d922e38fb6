/**
 * The check of a proof bundle; `manto.ledger.bundle.verify` carries the same numbers. The record stands so if
 *
 * 1. the bundle is in its one form;
 * 2. its checkpoint is signed by a log that the policy trusts and seen by as many witnesses as the policy asks;
 * 3. the header is the last entry under that checkpoint: nothing was recorded after it;
 * 4. the map under that header holds this head for this record, or holds none: *current*, or *absent*;
 * 5. the statement is the one that the head names, of the same record, status and ledger, and stands in the log;
 * 6. every signature on it holds;
 * 7. where authority is shown: each signer is a holder, a member, or an officer of a member whose delegation covers the
 *    time of signing and was not revoked at the statement's place, all as of the same map;
 * 8. each field shown is one that the statement commits to;
 * 9. the knowledge is as old as the earliest time at which one of those witnesses saw the checkpoint, or, where the policy
 *    asks none, as the header's own time; the log's word does not make it younger.
 */

import { signersOf, type Signer } from './authority.ts'
import { same } from './bytes.ts'
import { type Cbor, decodeCbor, encodeCbor } from './cbor.ts'
import type { Checkpoint } from './checkpoint.ts'
import { checkSignatures, type Envelope, parseEnvelope } from './cose.ts'
import { Refused } from './errors.ts'
import { type Bundle, parseBundle, type ShownField, type Stated } from './form.ts'
import { mapProofHolds, recordKey } from './map.ts'
import { checkInclusion, leafHash, rootByInclusion } from './merkle.ts'
import { openCheckpoint, type Policy } from './policy.ts'
import { parseStatement, type Statement } from './statement.ts'

const SALT_BYTES = 16
const DO_NOT_RELY = "Do not rely on it; ask for the proof again, and tell the ledger's operator if it stays so."

/** What a proof shows. Times are seconds since 1970. */
export interface Verdict {
  readonly record: string
  /** The record's latest statement; undefined when there is no such record. */
  readonly statement: Statement | undefined
  readonly sinceSeconds: number | undefined
  /** How old the knowledge is: nothing later is known here. */
  readonly asOfSeconds: number
  readonly height: number
  readonly witnesses: readonly string[]
  readonly signers: readonly Signer[]
  readonly shown: ReadonlyMap<string, Cbor>
}

/** Check a proof bundle; throws `Refused` when it does not show what it claims. */
export function verifyBundle(raw: Uint8Array, policy: Policy): Verdict {
  const bundle = parseBundle(raw) // (1)
  const { checkpoint, witnesses } = openCheckpoint(bundle.checkpoint, policy) // (2)
  const header = lastHeader(bundle, checkpoint) // (3)
  if (!mapProofHolds(bundle.proof, header.mapRoot, recordKey(bundle.record), bundle.stated?.value)) {
    throw notProven(`The ledger's map does not say this of ${bundle.record}.`) // (4)
  }
  const seenAt = witnesses.flatMap((held) => held.atSeconds ?? [])
  const known = {
    record: bundle.record,
    asOfSeconds: seenAt.length > 0 ? Math.min(...seenAt) : header.timeSeconds, // (9)
    height: header.height,
    witnesses: [...new Set(witnesses.map((held) => held.key.name))],
  }
  const { stated } = bundle
  if (!stated) return { ...known, statement: undefined, sinceSeconds: undefined, signers: [], shown: new Map() }
  const [of, statement] = latestStatement(bundle.record, stated, checkpoint) // (5)
  checkSignatures(of) // (6)
  const signers = signersOf(stated, of, statement, header.mapRoot) // (7)
  for (const field of stated.shown) {
    if (!statement.fields || !isCommitted(field, statement.fields)) {
      throw notProven(`The field '${field.name}' is not what the statement committed to.`) // (8)
    }
  }
  const shown = new Map(stated.shown.map((field) => [field.name, field.value]))
  return { ...known, statement, sinceSeconds: stated.head.sinceSeconds, signers, shown }
}

/** Say whether the record is active and not past its end, or is absent as claimed. */
export function isValid(verdict: Verdict, nowSeconds: number): boolean {
  if (!verdict.statement) return true
  const { status, untilSeconds } = verdict.statement
  return status === 'active' && (untilSeconds === undefined || nowSeconds < untilSeconds)
}

function lastHeader(bundle: Bundle, tree: Checkpoint): { height: number; timeSeconds: number; mapRoot: Uint8Array } {
  checkInclusion(leafHash(bundle.header), tree.size - 1, tree.size, bundle.headerPath, tree.root)
  const parts = decodeCbor(bundle.header)
  const [kind, height, timeSeconds, count, previous, mapRoot] = Array.isArray(parts) && parts.length === 6 ? (parts as Cbor[]) : []
  const numbers = typeof height === 'number' && height >= 1 && typeof timeSeconds === 'number' && typeof count === 'number' && count >= 0
  const hashes = previous instanceof Uint8Array && previous.length === 32 && mapRoot instanceof Uint8Array && mapRoot.length === 32
  if (kind !== 2 || !numbers || !hashes) throw notProven('The last entry under the checkpoint closes no block.')
  return { height, timeSeconds, mapRoot }
}

function latestStatement(record: string, stated: Stated, tree: Checkpoint): readonly [Envelope, Statement] {
  const of = parseEnvelope(stated.statement)
  const statement = parseStatement(of.payload)
  if (!same(of.hash, stated.head.statement)) {
    throw new Refused('NotProven', `This is not the latest statement of ${record}: it is no longer current.`, 'Ask the holder for a proof of today.')
  }
  if (statement.record !== record || statement.status !== stated.head.status || statement.ledger !== tree.origin) {
    throw notProven('The statement is about another record, status or ledger than the proof.')
  }
  checkInclusion(leafHash(encodeCbor([1, of.hash])), stated.index, tree.size, stated.path, tree.root)
  return [of, statement]
}

function isCommitted(field: ShownField, root: Uint8Array): boolean {
  if (field.salt.length < SALT_BYTES) return false
  try {
    const leaf = leafHash(encodeCbor([field.salt, field.name, field.value]))
    return same(rootByInclusion(leaf, field.index, field.count, field.path), root)
  } catch {
    return false
  }
}

function notProven(what: string): Refused {
  return new Refused('NotProven', what, DO_NOT_RELY)
}
