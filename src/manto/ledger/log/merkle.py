"""The Merkle tree of RFC 6962: hashes, proofs, and the check of proofs.

A tree is spoken of by ranges of leaves ``(start, end)``. Which ranges a proof needs is worked out here; who holds
the hashes (a list in memory, tiles on a disk, somebody else's server) answers for each complete subtree by its
height and its place at that height.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

from manto.kernel.errors import BadInput
from manto.ledger.log.errors import NotProven

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()

Range = tuple[int, int]
SubtreeHash = Callable[[int, int], bytes]
"""Gives the hash of the complete subtree with 2**height leaves that is the index-th at that height."""


def leaf_hash(entry: bytes) -> bytes:
    """Hash an entry as a leaf. Source: RFC 6962, section 2.1.

    >>> leaf_hash(b"").hex()[:16]
    '6e340b9cffb37a98'
    """
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees into the one above them. Source: RFC 6962, section 2.1."""
    return sha256(b"\x01" + left + right).digest()


def root_of(leaf_hashes: Sequence[bytes]) -> bytes:
    """Give the root of a tree over these leaf hashes, level by level.

    >>> root_of([]) == EMPTY_ROOT
    True
    """
    if not leaf_hashes:
        return EMPTY_ROOT
    level = list(leaf_hashes)
    while len(level) > 1:
        above = [sha256(b"\x01" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)]
        if len(level) % 2:
            above.append(level[-1])
        level = above
    return level[0]


def complete_subtrees(start: int, end: int) -> list[tuple[int, int]]:
    """Cut a range of a tree into complete subtrees, left to right, each as (height, index at that height).

    Args:
        start: First leaf; a multiple of the smallest power of two that the range fits in.
        end: One past the last leaf.

    >>> complete_subtrees(8, 15)
    [(2, 2), (1, 6), (0, 14)]
    """
    subtrees = []
    while start < end:
        height = (end - start).bit_length() - 1
        subtrees.append((height, start >> height))
        start += 1 << height
    return subtrees


def fold(hashes: Sequence[bytes]) -> bytes:
    """Hash complete subtrees, left to right and of falling size, into the root over all of them."""
    if not hashes:
        return EMPTY_ROOT
    root = hashes[-1]
    for left in reversed(hashes[:-1]):
        root = node_hash(left, root)
    return root


def range_hash(of: Range, subtree: SubtreeHash) -> bytes:
    """Give the hash over a range of leaves."""
    return fold([subtree(height, index) for height, index in complete_subtrees(*of)])


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """Say which ranges an inclusion proof is made of, from the leaf's sibling up. Source: RFC 6962, section 2.1.1.

    Raises:
        BadInput: The index is not in the tree.

    >>> inclusion_ranges(5, 7)
    [(4, 5), (6, 7), (0, 4)]
    """
    if not 0 <= index < size:
        raise BadInput(f"There is no entry {index} in a tree of {size}.", "Ask for an entry below the tree's size.")
    ranges, low, high = [], 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            ranges.append((middle, high))
            high = middle
        else:
            ranges.append((low, middle))
            low = middle
    return ranges[::-1]


def consistency_ranges(old: int, new: int) -> list[Range]:
    """Say which ranges prove that the first `old` leaves are the same in both trees. Source: RFC 6962, section 2.1.2.

    Nothing needs proving from an empty tree, nor between a tree and itself.

    Raises:
        BadInput: The old tree is the larger one.

    >>> consistency_ranges(3, 7)
    [(2, 3), (3, 4), (0, 2), (4, 7)]
    """
    if not 0 <= old <= new:
        raise BadInput(f"A tree of {old} cannot grow into one of {new}.", "Give the smaller size first.")
    ranges: list[Range] = []
    if old in (0, new):
        return ranges
    low, high, whole = 0, new, True
    while old != high:
        middle = low + _split(high - low)
        if old <= middle:
            ranges.append((middle, high))
            high = middle
        else:
            ranges.append((low, middle))
            low, whole = middle, False
    if not whole:
        ranges.append((low, high))
    return ranges[::-1]


def inclusion_proof(index: int, size: int, subtree: SubtreeHash) -> list[bytes]:
    """Prove that the entry at `index` is in the tree of `size`: sibling hashes from the leaf up."""
    return [range_hash(of, subtree) for of in inclusion_ranges(index, size)]


def consistency_proof(old: int, new: int, subtree: SubtreeHash) -> list[bytes]:
    """Prove that the tree of `new` begins with the tree of `old`."""
    return [range_hash(of, subtree) for of in consistency_ranges(old, new)]


def root_by_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """Work out which root an inclusion proof leads to. Source: RFC 9162, section 2.1.3.2.

    Raises:
        NotProven: The proof has the wrong number of hashes, or the index is not in the tree.
    """
    if not 0 <= index < size:
        raise NotProven(f"The proof speaks of entry {index} in a tree of {size}: there is none.", _ASK_AGAIN)
    place, last, root = index, size - 1, leaf
    for sibling in proof:  # the hashes of `node_hash`, written out: every statement of a batch takes ten of them
        if last == 0:
            raise NotProven("The inclusion proof is too long for a tree of this size.", _ASK_AGAIN)
        if place & 1 or place == last:
            root = sha256(b"\x01" + sibling + root).digest()
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            root = sha256(b"\x01" + root + sibling).digest()
        place, last = place >> 1, last >> 1
    if last:
        raise NotProven("The inclusion proof is too short for a tree of this size.", _ASK_AGAIN)
    return root


def check_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Check that the leaf is in the tree.

    Raises:
        NotProven: The proof does not lead from the leaf to the root.
    """
    if root_by_inclusion(leaf, index, size, proof) != root:
        raise NotProven(f"The entry is not in the tree at place {index}: its proof leads to another root.", _ASK_AGAIN)


def check_consistency(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """Check that the new tree begins with the old one. Source: RFC 9162, section 2.1.4.2.

    Raises:
        NotProven: It does not, or the proof has the wrong number of hashes. From an empty tree, and between a tree
            and itself, the proof must be empty.
    """
    if not 0 <= old <= new:
        raise NotProven(f"A tree of {old} cannot grow into one of {new}.", "Give the smaller size first.")
    if old in (0, new):
        if proof:
            raise NotProven("A proof from an empty tree, or between a tree and itself, must be empty.", _ASK_AGAIN)
        if old_root != (new_root if old else EMPTY_ROOT):
            raise NotProven(f"There are two roots for one tree of {old}.", _TWO_HISTORIES)
        return
    found_old, found_new = _roots_by_consistency(old, new, proof, old_root)
    if (found_old, found_new) != (old_root, new_root):
        raise NotProven(f"The tree of {new} does not begin with the tree of {old}.", _TWO_HISTORIES)


def _roots_by_consistency(old: int, new: int, proof: Sequence[bytes], old_root: bytes) -> tuple[bytes, bytes]:
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not path:
        raise NotProven("The consistency proof is empty.", _ASK_AGAIN)
    place, last = old - 1, new - 1
    while place % 2:
        place, last = place >> 1, last >> 1
    found_old = found_new = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise NotProven("The consistency proof is too long for these sizes.", _ASK_AGAIN)
        if place % 2 or place == last:
            found_old, found_new = node_hash(sibling, found_old), node_hash(sibling, found_new)
            while place % 2 == 0 and place:
                place, last = place >> 1, last >> 1
        else:
            found_new = node_hash(found_new, sibling)
        place, last = place >> 1, last >> 1
    if last:
        raise NotProven("The consistency proof is too short for these sizes.", _ASK_AGAIN)
    return found_old, found_new


def _split(leaves: int) -> int:
    """Give the largest power of two below a number of leaves, which must be at least two."""
    return 1 << (leaves - 1).bit_length() - 1


_ASK_AGAIN = "Fetch the proof again from the log; if it still fails, do not trust the record."
_TWO_HISTORIES = "Keep both checkpoints: together they are evidence that the log shows two histories."
