/** What a checker of papers trusts; `manto.ledger.paper.trust` shows the file, and says what is trusted in it. */

import { fromHex } from './bytes.ts'
import { isAcceptablePoint } from './ed25519.ts'
import { Refused } from './errors.ts'
import { type KnownList, type ListKey, readList } from './lists.ts'
import { parsePolicy, type Policy } from './policy.ts'

export interface Issuer {
  readonly name: Readonly<Record<string, string>>
  readonly key: Uint8Array
  readonly registers: readonly string[]
}

/** A block that the checker knows already. */
export interface Landmark {
  readonly height: number
  readonly mapRoot: Uint8Array
  readonly asOfSeconds: number
  readonly witnesses: readonly string[]
}

export interface Trust {
  readonly policy: Policy
  readonly issuers: readonly Issuer[]
  readonly landmarks: ReadonlyMap<number, Landmark>
  readonly lists: ReadonlyMap<number, KnownList>
}

interface TrustFile {
  policy: string
  issuers?: { name: Record<string, string>; key: string; registers: string[] }[]
  landmarks?: { height: number; map_root: string; as_of_s: number; witnesses: string[] }[]
  lists?: { number: number; address: string; token: string }[]
  list_key?: ListKey
}

/** Read a trust file. */
export function parseTrust(text: string): Trust {
  try {
    const values = JSON.parse(text) as TrustFile
    const issuers = (values.issuers ?? []).map((one) => {
      const key = fromHex(one.key)
      if (!isAcceptablePoint(key) || Object.keys(one.name).length === 0) throw new TypeError('issuer')
      return { name: one.name, key, registers: [...one.registers] }
    })
    const landmarks = (values.landmarks ?? []).map((one) => {
      const mapRoot = fromHex(one.map_root)
      if (mapRoot.length !== 32) throw new TypeError('landmark')
      return { height: one.height, mapRoot, asOfSeconds: one.as_of_s, witnesses: one.witnesses }
    })
    const lists = (values.lists ?? []).map((one) => [one.number, readList(one.token, one.address, values.list_key!)] as const)
    const policy = parsePolicy(values.policy)
    return { policy, issuers, landmarks: new Map(landmarks.map((one) => [one.height, one])), lists: new Map(lists) }
  } catch (error) {
    if (error instanceof Refused) throw error
    throw new Refused('BadInput', 'The trust file is not in its form.', 'Get it anew from the city that publishes it.')
  }
}
