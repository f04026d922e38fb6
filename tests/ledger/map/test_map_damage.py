"""What the map does when its store, or a proof, is not what it should be."""

from __future__ import annotations

import sqlite3
from hashlib import sha256

import cbor2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from manto.kernel.errors import BadInput
from manto.ledger.map import MapDamaged, MapProof, SparseMap, SqlitePages, unpacked

KEYS = [sha256(bytes([n])).digest() for n in range(60)]


def a_stored_map() -> tuple[sqlite3.Connection, SparseMap]:
    """Sixty records in a file whose cache is empty."""
    database = sqlite3.connect(":memory:")
    store = SqlitePages(database, cached_pages_max=0)
    after = SparseMap(store).updated({key: b"value of " + key for key in KEYS}, 1)
    store.keep(1, after.pages)
    return database, after.map.settled()


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_flipped_bit_is_found_and_nothing_is_answered_from_it(data: st.DataObject) -> None:
    """Whatever bit of a page flips, a read of what it holds fails by name or answers as before."""
    database, after = a_stored_map()
    [[pages]] = database.execute("SELECT pages FROM map_chunk").fetchall()
    place = data.draw(st.integers(0, 8 * len(pages) - 1))
    flipped = bytearray(pages)
    flipped[place // 8] ^= 1 << place % 8
    database.execute("UPDATE map_chunk SET pages = ?", (bytes(flipped),))

    found = list[str]()
    for key in KEYS:
        try:
            assert after.get(key) == b"value of " + key
        except MapDamaged as damage:
            found.append(damage.next_step)

    assert found
    assert all("Remove state.db" in advice for advice in found)


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM map_page WHERE prefix <> ''",
        "DELETE FROM map_chunk",
        "UPDATE map_page SET version = 2 WHERE prefix <> ''",
    ],
)
def test_a_missing_page_is_found(damage: str) -> None:
    """A page that is gone is damage, not absence."""
    database, after = a_stored_map()
    database.execute(damage)

    with pytest.raises(MapDamaged, match="the page is missing"):
        [after.get(key) for key in KEYS]


@pytest.mark.parametrize("change", ["start = start + 1", "length = length - 1", "length = 0"])
def test_a_page_that_is_looked_for_elsewhere_is_found_out(change: str) -> None:
    """Other bytes than the page's own are damage."""
    database, after = a_stored_map()
    database.execute(f"UPDATE map_page SET {change} WHERE prefix <> ''")  # noqa: S608

    with pytest.raises(MapDamaged):
        [after.get(key) for key in KEYS]


def test_a_proof_survives_its_packing() -> None:
    """A proof of currency and a proof of absence read back as they were written."""
    _, after = a_stored_map()

    for key in [*KEYS, sha256(b"a stranger").digest(), bytes(32)]:
        proof = after.prove(key)

        assert unpacked(cbor2.loads(cbor2.dumps(proof.packed()))) == proof


numbers = st.one_of(st.integers(), st.binary(max_size=70), st.none(), st.lists(st.binary(max_size=33), max_size=3))


@example([0, b"", []])
@given(st.one_of(st.lists(numbers, max_size=5), numbers))
@settings(max_examples=400, deadline=None)
def test_anything_else_is_refused_by_name(values: object) -> None:
    """What is no proof is refused as bad input, never with another error."""
    try:
        proof = unpacked(values)
    except BadInput:
        return

    assert isinstance(proof, MapProof)
    assert proof.packed() == values


def test_a_proof_deeper_than_a_key_is_refused() -> None:
    """There are no more levels than a key has bits."""
    proof = MapProof((bytes(32),) * 257)

    assert not proof.checks(bytes(32), bytes(32), None)
