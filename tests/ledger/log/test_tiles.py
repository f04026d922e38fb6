"""Tiles: however a log grows its files are the same, and whatever is altered in them is noticed."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manto.kernel.errors import BadInput, MantoError, NotFound
from manto.ledger.log import merkle
from manto.ledger.log.bundles import parse_bundle, write_bundle
from manto.ledger.log.checkpoints import Checkpoint
from manto.ledger.log.disk import Disk, FolderSource, write_files
from manto.ledger.log.errors import EntryTooLarge, MalformedTile, SourceUnreachable
from manto.ledger.log.growth import Edge, edge_widths, grow
from manto.ledger.log.tile_paths import entries_path, hash_tile_path, is_served
from manto.ledger.log.tiles import VerifiedTiles

ORIGIN = "ledger.mantova.example"


class Shelf:
    """A log's files in memory."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files

    def read(self, path: str) -> bytes:
        """Give a file."""
        if path not in self.files:
            raise NotFound(f"no {path}")
        return self.files[path]


def entries_of(count: int) -> list[bytes]:
    """Make entries of several lengths."""
    return [i.to_bytes(4, "big") * (i % 5) for i in range(count)]


def grown(entries: list[bytes], cuts: list[int]) -> tuple[Edge, dict[str, bytes]]:
    """Grow a tree by batches that end at the cuts."""
    edge, files = Edge(), {}
    bounds = [0, *sorted(set(cuts)), len(entries)]
    for start, end in pairwise(bounds):
        growth = grow(edge, entries[start:end])
        edge = growth.edge
        files.update(growth.files)
    return edge, files


def signed_by_nobody(edge: Edge) -> Checkpoint:
    """Give the head of a tree; signatures are another test's subject."""
    return Checkpoint(ORIGIN, edge.size, edge.root)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 1500), st.data())
def test_batches_do_not_show_in_the_tree(size: int, data: st.DataObject) -> None:
    """The edge and the full tiles are the same in one batch or in many, and the root is the RFC's."""
    entries = entries_of(size)
    cuts = data.draw(st.lists(st.integers(0, size), max_size=6))

    once, files_once = grown(entries, [])
    often, files_often = grown(entries, cuts)

    assert once == often
    assert once.root == merkle.root_of([merkle.leaf_hash(entry) for entry in entries])
    assert files_once.items() <= files_often.items()


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 1500), st.data())
def test_every_proof_comes_out_of_the_tiles(size: int, data: st.DataObject) -> None:
    """Inclusion and consistency, at this size and at earlier ones, check."""
    entries = entries_of(size)
    edge, files = grown(entries, [size // 2])
    tiles = VerifiedTiles(Shelf(files), signed_by_nobody(edge))
    at = data.draw(st.integers(1, size))
    index = data.draw(st.integers(0, at - 1))
    leaf = merkle.leaf_hash(entries[index])

    inclusion = tiles.inclusion_proof(index, at)
    consistency = tiles.consistency_proof(at)

    merkle.check_inclusion(leaf, index, at, inclusion, tiles.root_at(at))
    merkle.check_consistency(at, size, consistency, tiles.root_at(at), edge.root)
    assert tiles.entry(index) == entries[index]
    assert tiles.edge() == edge


def test_the_tree_of_seventy_thousand_has_the_tiles_the_standard_counts() -> None:
    """273 full tiles of leaves and one of 112; one full tile above and one of 17; one of 1 on top."""
    edge, files = grown([b"x"] * 70_000, [])

    leaves = [path for path in files if path.startswith("tile/0/")]
    second = sorted(path for path in files if path.startswith("tile/1/"))
    third = [path for path in files if path.startswith("tile/2/")]

    assert len(leaves) == 274
    assert "tile/0/273.p/112" in leaves
    assert second == ["tile/1/000", "tile/1/001.p/17"]
    assert third == ["tile/2/000.p/1"]
    assert edge_widths(edge.size) == [112, 17, 1]


ENTRIES_600 = entries_of(600)
EDGE_600, FILES_600 = grown(ENTRIES_600, [])


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(FILES_600)), st.data())
def test_no_flipped_bit_in_a_tile_is_served_as_right(path: str, data: st.DataObject) -> None:
    """Whatever bit is flipped in whatever file, reading what it holds is refused."""
    altered = bytearray(FILES_600[path])
    altered[data.draw(st.integers(0, len(altered) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    shelf = Shelf(FILES_600 | {path: bytes(altered)})

    with pytest.raises(MantoError):
        read_all(shelf)


@pytest.mark.parametrize("path", sorted(FILES_600))
def test_no_missing_or_short_tile_is_passed_over(path: str) -> None:
    """A file that is absent, cut short or too long is refused."""
    without = {name: data for name, data in FILES_600.items() if name != path}

    for files in (without, FILES_600 | {path: FILES_600[path][:-1]}, FILES_600 | {path: FILES_600[path] + b"\0"}):
        with pytest.raises(MantoError):
            read_all(Shelf(files))


def read_all(shelf: Shelf) -> None:
    """Read every tile and every entry."""
    tiles = VerifiedTiles(shelf, signed_by_nobody(EDGE_600))
    for index in range(3):
        tiles.tile(0, index)
        tiles.entries(index)


def test_a_dropped_partial_tile_is_read_from_the_full_one() -> None:
    """A log may drop a partial tile once the full one is there; an older checkpoint stays readable."""
    older, files = grown(ENTRIES_600[:300], [])
    dropped = {"tile/0/001.p/44", "tile/entries/001.p/44"}
    left = {path: data for path, data in files.items() if path not in dropped}
    tiles = VerifiedTiles(Shelf(FILES_600 | left), signed_by_nobody(older))

    assert tiles.entry(299) == ENTRIES_600[299]
    assert tiles.edge() == older


def test_files_are_written_whole_and_read_back(tmp_path: Path) -> None:
    """What is written through the disk is what the folder gives."""
    write_files(Disk(), tmp_path, FILES_600)

    source = FolderSource(tmp_path)

    assert {path: source.read(path) for path in FILES_600} == FILES_600
    assert not list(tmp_path.rglob(".*"))


def test_a_folder_says_what_is_missing_or_broken(tmp_path: Path) -> None:
    """A missing file is not found; one the disk will not give is unreachable."""

    class BrokenDisk(Disk):
        def read(self, path: Path) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(NotFound):
        FolderSource(tmp_path).read("checkpoint")
    with pytest.raises(SourceUnreachable, match="Input/output error"):
        FolderSource(tmp_path, BrokenDisk()).read("checkpoint")


@given(st.lists(st.binary(max_size=40), max_size=20))
def test_bundles_are_read_back(entries: list[bytes]) -> None:
    """Entries of any length, empty ones too."""
    assert parse_bundle(write_bundle(entries), len(entries)) == entries


@given(st.binary(max_size=64), st.integers(0, 20))
def test_a_bundle_of_anything_is_read_exactly_or_refused(data: bytes, count: int) -> None:
    """Fuzz: what is read is written back to the same bytes."""
    try:
        entries = parse_bundle(data, count)
    except MalformedTile:
        return

    assert write_bundle(entries) == data


def test_an_entry_of_65536_bytes_is_refused() -> None:
    """The format's length has two bytes."""
    write_bundle([bytes(65_535)])

    with pytest.raises(EntryTooLarge):
        grow(Edge(), [bytes(65_536)])


@pytest.mark.parametrize("index", [-1, 600])
def test_no_entry_that_is_not_there(index: int) -> None:
    """Asking for one says so."""
    with pytest.raises(BadInput):
        VerifiedTiles(Shelf(FILES_600), signed_by_nobody(EDGE_600)).entry(index)


@given(st.integers(0, 10**12), st.integers(1, 256), st.integers(0, 63))
def test_only_paths_of_a_log_are_served(index: int, width: int, level: int) -> None:
    """Each path that we write is served."""
    assert is_served(entries_path(index, width))
    assert is_served(hash_tile_path(level, index, width))


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile/64/000",
        "tile/0/1",
        "tile/00/001",
        "tile/0/001.p/0",
        "tile/0/001.p/256",
        "tile/0/../x",
        "private/log.key",
    ],
)
def test_other_paths_are_not_served(path: str) -> None:
    """Nothing but checkpoint and tiles leaves the folder."""
    assert not is_served(path)
