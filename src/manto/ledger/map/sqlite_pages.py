"""Pages in an SQLite file, with the newest ones in memory.

A block's pages are written end to end into a few chunks, those below before those above, each naming its own by place
and digest. So a block only appends, whatever records it touches, and one short row per block says where its map begins.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from manto.ledger.map.page import SLOTS, Page
from manto.ledger.map.page_bytes import PAGE_BYTES_MAX, MapDamaged, MapOutdated, decode_page, encode_page

CHUNK_BYTES = 32_768
# Stands in the file as its user_version; one more whenever the tables or a page's bytes change.
FORMAT = 3
_SCHEMA = """
CREATE TABLE IF NOT EXISTS map_chunk (number INTEGER PRIMARY KEY, version INTEGER NOT NULL, pages BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS map_top (version INTEGER PRIMARY KEY, place INTEGER NOT NULL) STRICT;
"""
# A place is the chunk's number, the page's first byte in it and its length, in 31, 16 and 16 bits.
_BITS = 16
_MASK = (1 << _BITS) - 1
assert CHUNK_BYTES <= _MASK >= PAGE_BYTES_MAX  # noqa: S101  a page begins below one and is no longer than the other


class SqlitePages:
    """Pages in two tables of a database that the caller opens, commits and closes.

    The caller's transaction is the map's: a block's pages are written with whatever else belongs to the block, and
    become durable with it or not at all.

    Args:
        database: Where.
        cached_pages_max: How many pages are held in memory before those furthest from the top are let go of.
    """

    def __init__(self, database: sqlite3.Connection, *, cached_pages_max: int = 100_000) -> None:
        self._database = database
        self._cached_pages_max = cached_pages_max
        self._newest = 0
        self._newest_top: Page | None = None
        self._read_or_written, self._look_at = 0, cached_pages_max
        self._is_older = _is_older(database)
        for statement in _SCHEMA.split(";"):
            database.execute(statement)
        self.forget_cache()

    def top(self, version: int) -> Page | None:
        """Give the topmost page of the newest map whose version is not above the one given.

        Raises:
            MapDamaged: The stored bytes are no page.
            MapOutdated: They are those of an older version of Manto.
        """
        if self._newest_top is not None and self._newest <= version:
            return self._newest_top
        row = self._database.execute(
            "SELECT version, place FROM map_top WHERE version <= ? ORDER BY version DESC LIMIT 1", (version,)
        ).fetchone()
        try:
            page = None if row is None else self.page(row[1], "")
        except MapDamaged:
            if self._is_older:
                raise MapOutdated from None
            raise
        if page is None and self._is_older:
            raise MapOutdated
        if page is not None and row[0] == self._newest:
            self._newest_top = page
        return page

    def page(self, place: int, prefix: str) -> Page | None:
        """Give the page at a place that a page above it names; None when there is none.

        Raises:
            MapDamaged: The stored bytes are no page.
        """
        number, start, length = place >> 2 * _BITS, place >> _BITS & _MASK, place & _MASK
        row = self._database.execute(
            "SELECT substr(pages, ?, ?) FROM map_chunk WHERE number = ?", (start + 1, length, number)
        ).fetchone()
        if row is None:
            return None
        page = decode_page(row[0], prefix)
        page.place = place
        self._read_or_written += 1
        return page

    def keep(self, version: int, pages: Page | None) -> None:
        """Keep the pages of a version; what an abandoned try left at or above it is dropped first."""
        if version <= self._newest:
            self._database.execute("DELETE FROM map_top WHERE version >= ?", (version,))
            self._database.execute("DELETE FROM map_chunk WHERE version >= ?", (version,))
            self.forget_cache()
        if pages is None:
            return
        self._newest, self._newest_top = version, pages
        self._database.executemany("INSERT INTO map_chunk VALUES (?, ?, ?)", self._chunks(version, pages))
        self._database.execute("INSERT INTO map_top VALUES (?, ?)", (version, pages.place))
        if self._read_or_written > self._look_at:
            held = _let_go(pages, self._cached_pages_max)
            self._look_at, self._read_or_written = held + self._cached_pages_max // 4, held

    def forget_cache(self) -> None:
        """Read everything anew: after the caller rolled a transaction back."""
        [newest] = self._database.execute("SELECT coalesce(max(version), 0) FROM map_top").fetchone()
        self._newest = int(newest)
        self._newest_top = None
        self._read_or_written, self._look_at = 0, self._cached_pages_max

    def _chunks(self, version: int, top: Page) -> Iterator[tuple[int, int, bytes]]:
        """Give the pages that are not kept yet their places; give the rows that hold them."""
        [last] = self._database.execute("SELECT coalesce(max(number), 0) FROM map_chunk").fetchone()
        number, start, parts = int(last) + 1, 0, list[bytes]()
        for page, above, slot in _unkept(top):
            part = encode_page(page)
            length = len(part)
            page.place = number << 2 * _BITS | start << _BITS | length
            page.fresh = []
            if above is not None:
                above.places[8 * slot : 8 * slot + 8] = page.place.to_bytes(8, "big")
            self._read_or_written += 1
            parts.append(part)
            start += length
            if start >= CHUNK_BYTES:
                yield number, version, b"".join(parts)
                number, start, parts = number + 1, 0, []
        if parts:
            yield number, version, b"".join(parts)


def _is_older(database: sqlite3.Connection) -> bool:
    """Whether the file has a map of another form; one without a map is marked with this form."""
    [found] = database.execute("PRAGMA user_version").fetchone()
    [tables] = database.execute("SELECT count(*) FROM sqlite_master WHERE name LIKE 'map\\_%' ESCAPE '\\'").fetchone()
    if not tables:
        database.execute(f"PRAGMA user_version = {FORMAT}")
    return bool(tables) and found != FORMAT


def _unkept(top: Page) -> list[tuple[Page, Page | None, int]]:
    """Give the pages that have no place yet, each with the slot of the page above that it is in, those below first."""
    found: list[tuple[Page, Page | None, int]] = [(top, None, 0)]
    for page, _, _ in found:
        for slot in page.fresh:
            below = page.below[slot]
            if below is not None and below.place is None:
                found.append((below, page, slot))
    return found[::-1]


def _let_go(top: Page, keep: int) -> int:
    """Let pages go that are furthest from the top, so that no more than these stay in memory; say how many do."""
    level, count = [top], 1
    while level:
        below = [page for above in level for page in above.below if page is not None]
        if count + len(below) > keep:
            for page in level:
                page.below = [None] * SLOTS
            break
        level, count = below, count + len(below)
    return count
