/** Policies: which log and which witnesses somebody trusts, and how many it takes. Source: C2SP tlog-policy. */

import { type Checkpoint, heldSignatures, type Held, parseCheckpoint } from './checkpoint.ts'
import { hex } from './bytes.ts'
import { Refused } from './errors.ts'
import { parseVkey, type PublicKey } from './keys.ts'

const ASK_OWNER = 'Get the policy anew from the owner of the ledger.'

interface Group {
  readonly needed: number
  readonly members: readonly string[]
}

export interface Policy {
  readonly logs: readonly PublicKey[]
  readonly witnesses: ReadonlyMap<string, PublicKey>
  readonly groups: ReadonlyMap<string, Group>
  /** The witness or group that must have seen a checkpoint; none when the log's own signature is enough. */
  readonly quorum: string | undefined
}

/** Read a policy file. */
export function parsePolicy(text: string): Policy {
  const logs: PublicKey[] = []
  const witnesses = new Map<string, PublicKey>()
  const groups = new Map<string, Group>()
  const counted = new Set<string>()
  const materials = new Set<string>()
  let quorum: string | undefined
  let hasQuorum = false
  const known = (name: string) => witnesses.has(name) || groups.has(name)
  for (const [at, line] of text.split('\n').entries()) {
    const words = line.split(/[ \t]+/).filter((word) => word !== '')
    const [form, ...rest] = words
    const refuse = (why: string) => new Refused('MalformedPolicy', `Line ${at + 1} of the policy cannot be used: ${why}.`, ASK_OWNER)
    const key = (role: string, vkey: string, url: readonly string[]) => {
      const parsed = parseVkey(vkey)
      const used = `${role} ${hex(parsed.material)}`
      if (url.length > 1 || materials.has(used)) throw refuse('it has a word too many or a key that is there already')
      if (role === 'witness' ? parsed.kind === 0x01 : parsed.kind === 0x04) throw refuse('its key is of the other kind')
      materials.add(used)
      return parsed
    }
    if (form === undefined || form.startsWith('#')) continue
    if (form === 'log' && rest[0]) {
      logs.push(key('log', rest[0], rest.slice(1)))
    } else if (form === 'witness' && rest[0] && rest[1]) {
      if (rest[0] === 'none' || known(rest[0])) throw refuse('the name is taken')
      witnesses.set(rest[0], key('witness', rest[1], rest.slice(2)))
    } else if (form === 'group' && rest[0] && rest[1] && rest.length > 2) {
      const [name, needed, ...members] = rest as [string, string, ...string[]]
      if (name === 'none' || known(name)) throw refuse('the name is taken')
      for (const member of members) {
        if (!known(member) || counted.has(member)) throw refuse('a member is not defined above, or counts twice')
        counted.add(member)
      }
      const count = needed === 'any' ? 1 : needed === 'all' ? members.length : /^[0-9]{1,9}$/.test(needed) ? Number(needed) : 0
      if (count < 1 || count > members.length) throw refuse('so many members there are not')
      groups.set(name, { needed: count, members })
    } else if (form === 'quorum' && rest.length === 1) {
      const name = rest[0]!
      if (hasQuorum || (name !== 'none' && !known(name))) throw refuse('the quorum is there twice or not defined above')
      hasQuorum = true
      quorum = name === 'none' ? undefined : name
    } else {
      throw refuse('it is not a line of a policy')
    }
  }
  if (!hasQuorum) throw new Refused('MalformedPolicy', 'The policy has no quorum line.', ASK_OWNER)
  return { logs, witnesses, groups, quorum }
}

/** Read a checkpoint, and check that a known log and enough witnesses signed it. */
export function openCheckpoint(data: Uint8Array, policy: Policy): { checkpoint: Checkpoint; witnesses: Held[] } {
  return openParsed(parseCheckpoint(data), policy)
}

/** Check that a known log and enough witnesses signed a checkpoint that was read already. */
export function openParsed(checkpoint: Checkpoint, policy: Policy): { checkpoint: Checkpoint; witnesses: Held[] } {
  const logKeys = policy.logs.filter((key) => key.name === checkpoint.origin)
  const log = heldSignatures(checkpoint, logKeys)
  if (log.length === 0) {
    const what = `No trusted key has signed this checkpoint of '${checkpoint.origin}'.`
    throw new Refused('NotProven', what, 'Check that this is the log you meant.')
  }
  const witnesses = heldSignatures(checkpoint, [...policy.witnesses.values()])
  const by = new Set(witnesses.map((held) => held.key))
  if (policy.quorum !== undefined && !seen(policy, policy.quorum, by)) {
    throw new Refused('NotCosigned', 'Too few witnesses have seen this checkpoint.', 'Ask for a newer proof.')
  }
  return { checkpoint, witnesses }
}

function seen(policy: Policy, name: string, by: ReadonlySet<PublicKey>): boolean {
  const witness = policy.witnesses.get(name)
  if (witness) return by.has(witness)
  const group = policy.groups.get(name)!
  return group.members.filter((member) => seen(policy, member, by)).length >= group.needed
}
