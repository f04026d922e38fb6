"""What the map does when its store, or a proof, is not what it should be."""

from __future__ import annotations

import sqlite3
from hashlib import sha256

import cbor2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from manto.kernel.errors import BadInput
from manto.ledger.map import MapDamaged, MapOutdated, MapProof, SparseMap, SqlitePages, unpacked

KEYS = [sha256(bytes([n])).digest() for n in range(60)]


def a_stored_map() -> tuple[sqlite3.Connection, SparseMap]:
    """Sixty records in a file that nothing is held of in memory."""
    database = sqlite3.connect(":memory:")
    store = SqlitePages(database)
    after = SparseMap(store).updated({key: b"value of " + key for key in KEYS}, 1)
    store.keep(1, after.pages)
    return database, SparseMap(SqlitePages(database), 1, after.map.root)


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


@pytest.mark.parametrize("damage", ["DELETE FROM map_top", "DELETE FROM map_chunk", "UPDATE map_chunk SET number = 7"])
def test_a_missing_page_is_found(damage: str) -> None:
    """A page that is gone is damage, not absence."""
    database, after = a_stored_map()
    database.execute(damage)
    again = SparseMap(SqlitePages(database), after.version, after.root)

    with pytest.raises(MapDamaged, match="the page is missing"):
        [again.get(key) for key in KEYS]


@pytest.mark.parametrize(
    "older",
    [
        "DELETE FROM map_top",
        "DROP TABLE map_top; DROP TABLE map_chunk; CREATE TABLE map_page (prefix, version, content)",
        "UPDATE map_chunk SET pages = zeroblob(7)",
    ],
)
def test_a_map_of_an_older_form_says_what_to_do(older: str) -> None:
    """It is not damage, and it is built anew."""
    database, after = a_stored_map()
    database.executescript(f"PRAGMA user_version = 0; {older}")
    again = SparseMap(SqlitePages(database), after.version, after.root)

    with pytest.raises(MapOutdated, match="older version of Manto") as outdated:
        again.get(KEYS[0])
    assert "Remove state.db" in outdated.value.next_step


@pytest.mark.parametrize("change", ["place = place + 65536", "place = place - 1", "place = place - place % 65536"])
def test_a_page_that_is_looked_for_elsewhere_is_found_out(change: str) -> None:
    """Other bytes than the page's own are damage."""
    database, after = a_stored_map()
    database.execute(f"UPDATE map_top SET {change}")  # noqa: S608
    again = SparseMap(SqlitePages(database), after.version, after.root)

    with pytest.raises(MapDamaged):
        [again.get(key) for key in KEYS]


def test_an_older_map_is_not_passed_off_as_the_newest() -> None:
    """A store that forgot its last block is found out by the root that the block's header names."""
    database, first = a_stored_map()
    store = SqlitePages(database)
    second = SparseMap(store, 1, first.root).updated({KEYS[0]: b"newer"}, 2)
    store.keep(2, second.pages)
    database.execute("DELETE FROM map_top WHERE version = 2")
    again = SparseMap(SqlitePages(database), 2, second.map.root)

    with pytest.raises(MapDamaged, match="header"):
        again.get(KEYS[0])


def test_pages_that_were_let_go_of_are_read_again() -> None:
    """However little is held in memory, the map answers as before, and so does each older one."""
    store = SqlitePages(sqlite3.connect(":memory:"), cached_pages_max=1)
    maps = [SparseMap(store)]
    for height in range(1, 30):
        successor = maps[-1].updated({sha256(bytes([height, n])).digest(): bytes([height]) for n in range(40)}, height)
        store.keep(height, successor.pages)
        maps.append(successor.map)

    for height, after in enumerate(maps[1:], start=1):
        again = SparseMap(store, height, after.root)
        assert again.get(sha256(bytes([height, 7])).digest()) == bytes([height])
        assert again.get(sha256(bytes([height + 1, 7])).digest()) is None


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
