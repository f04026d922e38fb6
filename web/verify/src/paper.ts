/**
 * The check of a paper; `manto.ledger.paper.verify` carries the same numbers. The record stands so if
 *
 * 1. the code is in its one form;
 * 2. the claim is signed by an office that the trust names for this register;
 * 3. the map proof leads from what the claim says, or from nothing, to the root of a map;
 * 4. that map is the one of a landmark that the checker knows, or the seal shows that
 *    a. the header with that root is the last entry under a checkpoint,
 *    b. a log that the policy trusts signed the checkpoint, and as many witnesses as the policy asks;
 * 5. the knowledge is as old as the landmark says, or as the earliest of those witnesses' times, or, where the policy
 *    asks none, as the header's own time;
 * 6. where the paper names a place in a status list that the checker has: the list does not say that it ended or is on
 *    hold.
 */

import { eightBytes, join, same } from './bytes.ts'
import { encodeCbor } from './cbor.ts'
import type { Checkpoint } from './checkpoint.ts'
import { isClaimBy, type Claim, type Shown } from './claim.ts'
import { Refused } from './errors.ts'
import { type Standing, standingAt } from './lists.ts'
import { mapRootOf, recordKey } from './map.ts'
import { leafHash, rootByInclusion } from './merkle.ts'
import type { PaperCode, RecordCode, Seal } from './paperForm.ts'
import { openParsed, type Policy } from './policy.ts'
import type { Head } from './statement.ts'
import type { Issuer, Landmark, Trust } from './trust.ts'

const DO_NOT_RELY = 'Do not rely on it; ask the holder for a fresh paper, and the office if it stays so.'

/** What a paper shows. Times are seconds since 1970. */
export interface PaperVerdict {
  readonly record: string
  /** How it stands; undefined when the paper shows that there is no such record. */
  readonly head: Head | undefined
  /** Whether the record is active and nothing is known against the paper, or is absent as claimed. */
  readonly valid: boolean
  readonly asOfSeconds: number
  readonly height: number
  readonly witnesses: readonly string[]
  readonly byLandmark: boolean
  /** What the office says of it. */
  readonly shown: ReadonlyMap<string, Shown>
  readonly issuer: Issuer | undefined
  readonly printedSeconds: number | undefined
  readonly listed: readonly [number, number] | undefined
  /** What that list says; undefined when the checker does not have it, or the paper names none. */
  readonly standing: Standing | undefined
  readonly listedSeconds: number | undefined
}

/** Check every record on a paper; the second code of a paper serves the first. Throws `Refused`. */
export function checkPaper(codes: readonly PaperCode[], trust: Trust): PaperVerdict[] {
  const seals = new Map(codes.flatMap((code) => (code.seal ? [[code.height, code.seal] as const] : [])))
  const records = codes.flatMap(({ height, about, seal }) => (about ? [{ height, about, seal: seal ?? seals.get(height) }] : []))
  if (records.length === 0 && codes[0]) throw sealMissing(codes[0].height)
  return records.map(({ height, about, seal }) => check(height, about, seal, trust))
}

function check(height: number, { record, claim, proof }: RecordCode, seal: Seal | undefined, trust: Trust): PaperVerdict {
  const issuer = claim && issuerOf(claim, trust) // (2)
  const root = mapRootOf(proof, recordKey(record), claim?.value) // (3)
  if (!root) throw notProven(`The code does not lead from ${record} to any map.`)
  const known = trust.landmarks.get(height)
  if (known && !same(known.mapRoot, root)) throw notProven(`The register's map does not say this of ${record}.`) // (4)
  const list = claim?.listed && trust.lists.get(claim.listed[0])
  const standing = list && standingAt(list, claim.listed![1]) // (6)
  const landmark = known ?? sealed(height, root, seal, trust.policy)
  return {
    record,
    head: claim?.head,
    valid: !claim || (claim.head.status === 'active' && (standing ?? 'valid') === 'valid'),
    asOfSeconds: landmark.asOfSeconds, // (5)
    height,
    witnesses: landmark.witnesses,
    byLandmark: known !== undefined,
    shown: claim?.shown ?? new Map(),
    issuer,
    printedSeconds: claim?.printedSeconds,
    listed: claim?.listed,
    standing,
    listedSeconds: list?.madeSeconds,
  }
}

function issuerOf(claim: Claim, trust: Trust): Issuer {
  const register = claim.record.split('/')[0]!
  const issuer = trust.issuers.find((one) => one.registers.includes(register) && isClaimBy(claim, one.key))
  if (issuer) return issuer
  const what = `No office that may print papers of the register '${register}' has signed this one.`
  throw new Refused('NotProven', what, "Do not rely on it; look whether your list of offices is the city's newest.")
}

function sealed(height: number, mapRoot: Uint8Array, seal: Seal | undefined, policy: Policy): Landmark {
  if (!seal) throw sealMissing(height)
  const header = encodeCbor([2, height, seal.timeSeconds, seal.statements, seal.previous, mapRoot])
  const root = rootByInclusion(leafHash(header), seal.size - 1, seal.size, seal.path) // (4a)
  const { witnesses } = openParsed(checkpointOf(seal, root, policy), policy) // (4b)
  const seenAt = witnesses.flatMap((held) => held.atSeconds ?? [])
  const asOfSeconds = seenAt.length > 0 ? Math.min(...seenAt) : seal.timeSeconds // (5)
  return { height, mapRoot, asOfSeconds, witnesses: [...new Set(witnesses.map((held) => held.key.name))] }
}

/** Write out the checkpoint that the seal stands for, as its signers signed it. */
function checkpointOf(seal: Seal, root: Uint8Array, policy: Policy): Checkpoint {
  const keys = [...policy.logs, ...policy.witnesses.values()]
  const signed = (id: Uint8Array) => seal.signatures.some((one) => same(one.keyId, id))
  const origin = policy.logs.find((key) => signed(key.id))?.name
  if (origin === undefined) {
    const what = 'No trusted register has signed what the code speaks of.'
    throw new Refused('NotProven', what, 'It is of another city, or the list of what this device trusts is old.')
  }
  const lines = seal.signatures.flatMap((one) => {
    const key = keys.find((known) => same(known.id, one.keyId))
    if (!key) return [] // others are passed over, as the format of checkpoints demands
    const time = one.atSeconds === undefined ? new Uint8Array() : eightBytes(one.atSeconds)
    return [{ name: key.name, id: one.keyId, signature: join(time, one.signature) }]
  })
  const text = `${origin}\n${seal.size}\n${btoa(String.fromCharCode(...root))}\n`
  return { origin, size: seal.size, root, text, lines }
}

function sealMissing(height: number): Refused {
  const what = `The code says what stood in block ${height}, and not who saw that block.`
  return new Refused('SealMissing', what, "Scan the second code of the paper too, or let this device fetch the register's landmarks once.")
}

function notProven(what: string): Refused {
  return new Refused('NotProven', what, DO_NOT_RELY)
}
