/** The Merkle tree of RFC 6962: leaves, nodes, and where an inclusion proof leads. */

import { join, same, sha256 } from './bytes.ts'
import { Refused } from './errors.ts'

const ASK_AGAIN = 'Fetch the proof again from the log; if it still fails, do not trust the record.'

export function leafHash(entry: Uint8Array): Uint8Array {
  return sha256(join(Uint8Array.of(0), entry))
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(join(Uint8Array.of(1), left, right))
}

/** Work out which root an inclusion proof leads to. Source: RFC 9162, section 2.1.3.2. */
export function rootByInclusion(leaf: Uint8Array, index: number, size: number, path: readonly Uint8Array[]): Uint8Array {
  if (!(index >= 0 && index < size)) throw notProven(`The proof speaks of entry ${index} in a tree of ${size}: there is none.`)
  // Places may pass 2^32, where JavaScript's bit operations end.
  let place = BigInt(index)
  let last = BigInt(size) - 1n
  let root = leaf
  for (const sibling of path) {
    if (last === 0n) throw notProven('The inclusion proof is too long for a tree of this size.')
    if (place % 2n === 1n || place === last) {
      root = nodeHash(sibling, root)
      while (place % 2n === 0n && place !== 0n) {
        place >>= 1n
        last >>= 1n
      }
    } else {
      root = nodeHash(root, sibling)
    }
    place >>= 1n
    last >>= 1n
  }
  if (last !== 0n) throw notProven('The inclusion proof is too short for a tree of this size.')
  return root
}

export function checkInclusion(leaf: Uint8Array, index: number, size: number, path: readonly Uint8Array[], root: Uint8Array): void {
  if (!same(rootByInclusion(leaf, index, size, path), root)) {
    throw notProven(`The entry is not in the tree at place ${index}: its proof leads to another root.`)
  }
}

function notProven(what: string): Refused {
  return new Refused('NotProven', what, ASK_AGAIN)
}
