"""Pages in an SQLite file, with the most used ones in memory.

A block's pages are written as a few chunks, end to end, and a short row for each page says where it lies: a row of a few
bytes per page costs a quarter of a row that holds the page.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Iterator, Mapping

from manto.ledger.map.page import Page
from manto.ledger.map.page_bytes import decode_page, encode_page

CHUNK_BYTES = 32_768
_SCHEMA = """
CREATE TABLE IF NOT EXISTS map_chunk (number INTEGER PRIMARY KEY, version INTEGER NOT NULL, pages BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS map_page (
    prefix TEXT NOT NULL, version INTEGER NOT NULL, chunk INTEGER NOT NULL, start INTEGER NOT NULL, length INTEGER NOT NULL,
    PRIMARY KEY (prefix, version)
) WITHOUT ROWID, STRICT;
"""


class SqlitePages:
    """Pages in two tables of a database that the caller opens, commits and closes.

    The caller's transaction is the map's: a block's pages are written with whatever else belongs to the block, and
    become durable with it or not at all.
    """

    def __init__(self, database: sqlite3.Connection, *, cached_pages_max: int = 100_000) -> None:
        self._database = database
        self._cached_pages_max = cached_pages_max
        self._cache: OrderedDict[str, tuple[int, Page]] = OrderedDict()
        for statement in _SCHEMA.split(";"):
            database.execute(statement)
        self._newest = self._newest_kept()

    def page(self, prefix: str, version: int) -> Page | None:
        """Give the newest page at a prefix whose version is not above the one given.

        Raises:
            MapDamaged: The stored bytes are no page.
        """
        cached = self._cache.get(prefix)
        if cached is not None and cached[0] <= version:
            return cached[1]
        row = self._database.execute(
            "SELECT map_page.version, substr(pages, start + 1, length) FROM map_page JOIN map_chunk ON number = chunk"
            " WHERE prefix = ? AND map_page.version <= ? ORDER BY map_page.version DESC LIMIT 1",
            (prefix, version),
        ).fetchone()
        if row is None:
            return None
        page = decode_page(row[1], prefix)
        if version >= self._newest:
            self._remember(prefix, row[0], page)
        return page

    def keep(self, version: int, pages: Mapping[str, Page]) -> None:
        """Keep the pages of a version; what an abandoned try left at or above it is dropped first."""
        if version <= self._newest:
            self._database.execute("DELETE FROM map_page WHERE version >= ?", (version,))
            self._database.execute("DELETE FROM map_chunk WHERE version >= ?", (version,))
            self._cache.clear()
        self._newest = version
        self._database.executemany("INSERT INTO map_page VALUES (?, ?, ?, ?, ?)", self._written(version, pages))
        for prefix, page in pages.items():
            self._remember(prefix, version, page)

    def forget_cache(self) -> None:
        """Read everything anew: after the caller rolled a transaction back."""
        self._cache.clear()
        self._newest = self._newest_kept()

    def _written(self, version: int, pages: Mapping[str, Page]) -> Iterator[tuple[str, int, int, int, int]]:
        """Write chunks; give for each page where it lies."""
        ends = self._database.execute("SELECT coalesce(max(number), 0) FROM map_chunk").fetchone()
        number, start, parts = ends[0] + 1, 0, list[bytes]()
        for prefix in sorted(pages):
            part = encode_page(pages[prefix])
            yield prefix, version, number, start, len(part)
            parts.append(part)
            start += len(part)
            if start >= CHUNK_BYTES:
                self._database.execute("INSERT INTO map_chunk VALUES (?, ?, ?)", (number, version, b"".join(parts)))
                number, start, parts = number + 1, 0, []
        if parts:
            self._database.execute("INSERT INTO map_chunk VALUES (?, ?, ?)", (number, version, b"".join(parts)))

    def _newest_kept(self) -> int:
        row = self._database.execute("SELECT version FROM map_chunk ORDER BY number DESC LIMIT 1").fetchone()
        return 0 if row is None else int(row[0])

    def _remember(self, prefix: str, version: int, page: Page) -> None:
        self._cache[prefix] = (version, page)
        self._cache.move_to_end(prefix)
        while len(self._cache) > self._cached_pages_max:
            self._cache.popitem(last=False)
