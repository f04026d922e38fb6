"""What the map promises whatever is put into it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manto.kernel.errors import Conflict
from manto.ledger.map import EMPTY, MemoryPages, PageStore, SparseMap, SqlitePages
from manto.ledger.map.hashing import bit, leaf_digest, node_digest, value_digest

# Keys that share long beginnings make deep pages; plain random keys would hardly ever meet.
close_keys = st.builds(
    lambda start, length, end: (start * 32)[:length] + end[length:],
    st.sampled_from([b"\x00", b"\xff", b"\x5a"]),
    st.integers(0, 31),
    st.binary(min_size=32, max_size=32),
)
keys = st.one_of(st.binary(min_size=32, max_size=32), close_keys)
contents = st.dictionaries(keys, st.binary(min_size=1, max_size=50), max_size=40)


def root_by_definition(values: Mapping[bytes, bytes], depth: int = 0) -> bytes:
    """Hash a map as its definition says, with nothing clever."""
    if not values:
        return EMPTY
    if len(values) == 1:
        ((key, value),) = values.items()
        return leaf_digest(key, value_digest(value))
    halves = [{key: value for key, value in values.items() if bit(key, depth) == side} for side in (0, 1)]
    return node_digest(root_by_definition(halves[0], depth + 1), root_by_definition(halves[1], depth + 1))


def new_stores() -> list[PageStore]:
    """Every kind of store that keeps pages; the file's cache is too small to hide what it reads."""
    return [MemoryPages(), SqlitePages(sqlite3.connect(":memory:"), cached_pages_max=2)]


def follow(store: PageStore, blocks: list[dict[bytes, bytes]]) -> list[SparseMap]:
    """Give the maps after each block, each kept before the next is made."""
    maps = [SparseMap(store)]
    for height, block in enumerate(blocks, start=1):
        successor = maps[-1].updated(block, height)
        store.keep(height, successor.pages)
        maps.append(successor.map.settled())
    return maps


@given(st.lists(contents, max_size=5))
@settings(max_examples=150, deadline=None)
def test_root_is_what_the_definition_says_after_every_block(blocks: list[dict[bytes, bytes]]) -> None:
    """The root depends on what the map holds, not on the order, the blocks or the store."""
    for store in new_stores():
        held: dict[bytes, bytes] = {}

        maps = follow(store, blocks)

        for block, after in zip(blocks, maps[1:], strict=True):
            held |= block
            assert after.root == root_by_definition(held)


@given(st.lists(contents, min_size=1, max_size=4), keys)
@settings(max_examples=150, deadline=None)
def test_every_key_is_proved_present_or_absent_at_every_version(
    blocks: list[dict[bytes, bytes]], stranger: bytes
) -> None:
    """Every past map still proves what it held then, and that it did not hold what it did not."""
    for store in new_stores():
        held: dict[bytes, bytes] = {}
        everything = {key for block in blocks for key in block} | {stranger}

        maps = follow(store, blocks)

        for block, after in zip([{}, *blocks], maps, strict=True):
            held |= block
            for key in everything:
                proof = after.prove(key)
                assert after.get(key) == held.get(key)
                assert proof.checks(after.root, key, held.get(key))
                assert not proof.checks(after.root, key, b"something else")
                if key in held:
                    assert not proof.checks(after.root, key, None)


@given(contents, keys, keys, st.binary(min_size=1, max_size=5))
@settings(max_examples=200, deadline=None)
def test_a_proof_for_one_key_proves_nothing_of_another(
    values: dict[bytes, bytes], one: bytes, two: bytes, value: bytes
) -> None:
    """A proof cannot be used to claim a value, or an absence, that the map does not hold."""
    held = {**values, one: value}
    after = SparseMap(MemoryPages()).updated(held, 1).map

    proof = after.prove(one)

    if two not in held:
        assert not proof.checks(after.root, two, value)
    else:
        assert not proof.checks(after.root, two, None)


@given(contents, contents)
@settings(max_examples=100, deadline=None)
def test_a_map_does_not_change_when_its_successor_is_made(one: dict[bytes, bytes], two: dict[bytes, bytes]) -> None:
    """A block that is tried and dropped leaves nothing behind, in the map or in the store."""
    for store in new_stores():
        first = follow(store, [one])[-1]

        first.updated(dict.fromkeys([*one, *two], b"tried"), 2)
        store.keep(2, first.updated(dict.fromkeys([*one, *two], b"tried"), 2).pages)
        after = first.updated(two, 2)
        store.keep(2, after.pages)

        assert first.root == root_by_definition(one)
        assert after.map.settled().root == root_by_definition({**one, **two})
        assert all(after.map.settled().get(key) == value for key, value in {**one, **two}.items())


def test_a_map_never_goes_back() -> None:
    """A block at or below the map's own height is refused."""
    after = SparseMap(MemoryPages()).updated({bytes(32): b"value"}, 3).map

    with pytest.raises(Conflict, match="stands at block 3"):
        after.updated({bytes(32): b"other"}, 3)
