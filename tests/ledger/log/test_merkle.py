"""The laws of the tree, against a second implementation that follows the RFC's recursive definitions word for word."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manto.kernel.errors import BadInput
from manto.ledger.log import merkle
from manto.ledger.log.errors import NotProven

LEAVES = [merkle.leaf_hash(bytes([i % 251, i // 251])) for i in range(600)]


def subtree(height: int, index: int) -> bytes:
    """Answer for a complete subtree out of the list."""
    return rfc_root(LEAVES[index << height : (index + 1) << height])


def rfc_root(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, as written there."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = rfc_split(len(leaves))
    return sha256(b"\x01" + rfc_root(leaves[:k]) + rfc_root(leaves[k:])).digest()


def rfc_split(n: int) -> int:
    """Give the largest power of two smaller than n."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def rfc_path(m: int, leaves: list[bytes]) -> list[bytes]:
    """PATH of section 2.1.1."""
    if len(leaves) == 1:
        return []
    k = rfc_split(len(leaves))
    if m < k:
        return [*rfc_path(m, leaves[:k]), rfc_root(leaves[k:])]
    return [*rfc_path(m - k, leaves[k:]), rfc_root(leaves[:k])]


def rfc_subproof(m: int, leaves: list[bytes], whole: bool) -> list[bytes]:
    """SUBPROOF of section 2.1.2."""
    if m == len(leaves):
        return [] if whole else [rfc_root(leaves)]
    k = rfc_split(len(leaves))
    if m <= k:
        return [*rfc_subproof(m, leaves[:k], whole), rfc_root(leaves[k:])]
    return [*rfc_subproof(m - k, leaves[k:], False), rfc_root(leaves[:k])]


sizes = st.integers(1, len(LEAVES))


@given(sizes)
def test_root_is_the_one_of_the_rfc(size: int) -> None:
    """The root worked out level by level, or from complete subtrees, is MTH."""
    expected = rfc_root(LEAVES[:size])

    by_level = merkle.root_of(LEAVES[:size])
    by_subtrees = merkle.range_hash((0, size), subtree)

    assert by_level == expected
    assert by_subtrees == expected


@given(sizes, st.data())
def test_inclusion_proof_is_the_one_of_the_rfc_and_holds(size: int, data: st.DataObject) -> None:
    """PATH(m, D) is what we make, and it checks."""
    index = data.draw(st.integers(0, size - 1))

    proof = merkle.inclusion_proof(index, size, subtree)

    assert proof == rfc_path(index, LEAVES[:size])
    merkle.check_inclusion(LEAVES[index], index, size, proof, rfc_root(LEAVES[:size]))


@given(sizes, st.data())
def test_consistency_proof_is_the_one_of_the_rfc_and_holds(new: int, data: st.DataObject) -> None:
    """PROOF(m, D) is what we make, and it checks."""
    old = data.draw(st.integers(1, new))

    proof = merkle.consistency_proof(old, new, subtree)

    assert proof == rfc_subproof(old, LEAVES[:new], True)
    merkle.check_consistency(old, new, proof, rfc_root(LEAVES[:old]), rfc_root(LEAVES[:new]))


@given(sizes, st.data())
def test_altered_inclusion_proof_fails(size: int, data: st.DataObject) -> None:
    """Any one change to leaf, place, size, proof or root is noticed."""
    index = data.draw(st.integers(0, size - 1))
    root = rfc_root(LEAVES[:size])
    proof = merkle.inclusion_proof(index, size, subtree)
    other = sha256(b"other").digest()
    altered = [
        (other, index, size, proof, root),
        (LEAVES[index], index, size, proof, other),
        (LEAVES[index], index, size, [*proof, other], root),
        (LEAVES[index], size, size, proof, root),
    ]
    if proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        altered += [
            (LEAVES[index], index, size, proof[:-1], root),
            (LEAVES[index], index, size, [*proof[:at], other, *proof[at + 1 :]], root),
            (LEAVES[index], index ^ 1, size, proof, root),
        ]

    for case in altered:
        with pytest.raises(NotProven):
            merkle.check_inclusion(*case)


@given(sizes, st.data())
def test_altered_consistency_proof_fails(new: int, data: st.DataObject) -> None:
    """Any one change to sizes, proof or roots is noticed."""
    old = data.draw(st.integers(1, new))
    roots = rfc_root(LEAVES[:old]), rfc_root(LEAVES[:new])
    proof = merkle.consistency_proof(old, new, subtree)
    other = sha256(b"other").digest()
    altered = [
        (old, new, proof, other, roots[1]),
        (old, new, proof, roots[0], other),
        (old, new, [*proof, other], *roots),
        (new + 1, new, proof, *roots),
    ]
    if proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        altered += [
            (old, new, proof[:-1], *roots),
            (old, new, [*proof[:at], other, *proof[at + 1 :]], *roots),
        ]

    for case in altered:
        with pytest.raises(NotProven):
            merkle.check_consistency(*case)


def test_an_empty_tree_grows_into_any_with_an_empty_proof() -> None:
    """The tlog-witness protocol starts from nothing, and then nothing needs proving."""
    merkle.check_consistency(0, 5, [], merkle.EMPTY_ROOT, rfc_root(LEAVES[:5]))
    with pytest.raises(NotProven):
        merkle.check_consistency(0, 5, [LEAVES[0]], merkle.EMPTY_ROOT, rfc_root(LEAVES[:5]))
    with pytest.raises(NotProven):
        merkle.check_consistency(0, 5, [], LEAVES[0], rfc_root(LEAVES[:5]))


@pytest.mark.parametrize(("index", "size"), [(0, 0), (-1, 4), (4, 4)])
def test_no_proof_of_an_entry_that_is_not_there(index: int, size: int) -> None:
    """Asking for one says so."""
    with pytest.raises(BadInput):
        merkle.inclusion_proof(index, size, subtree)


def test_the_known_roots_of_certificate_transparency() -> None:
    """The eight leaves that every implementation of RFC 6962 tests with give the known root."""
    entries = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    expected = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"

    root = merkle.root_of([merkle.leaf_hash(bytes.fromhex(entry)) for entry in entries])

    assert root.hex() == expected
