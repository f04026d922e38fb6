"""Pages in an SQLite file, with the most used ones in memory."""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Mapping

from manto.ledger.map.page import Page
from manto.ledger.map.page_bytes import decode_page, encode_page

_SCHEMA = """
CREATE TABLE IF NOT EXISTS map_page (prefix TEXT NOT NULL, version INTEGER NOT NULL, content BLOB NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS map_page_place ON map_page (prefix, version);
CREATE INDEX IF NOT EXISTS map_page_version ON map_page (version);
"""


class SqlitePages:
    """Pages in a table of a database that the caller opens, commits and closes.

    The caller's transaction is the map's: a block's pages are written with whatever else belongs to the block, and
    become durable with it or not at all.
    """

    def __init__(self, database: sqlite3.Connection, *, cached_pages_max: int = 100_000) -> None:
        self._database = database
        self._cached_pages_max = cached_pages_max
        self._cache: OrderedDict[str, tuple[int, Page]] = OrderedDict()
        for statement in _SCHEMA.split(";"):
            database.execute(statement)
        self._newest: int = database.execute("SELECT coalesce(max(version), 0) FROM map_page").fetchone()[0]

    def page(self, prefix: str, version: int) -> Page | None:
        """Give the newest page at a prefix whose version is not above the one given.

        Raises:
            MapDamaged: The stored bytes are no page.
        """
        cached = self._cache.get(prefix)
        if cached is not None and cached[0] <= version:
            return cached[1]
        row = self._database.execute(
            "SELECT version, content FROM map_page WHERE prefix = ? AND version <= ? ORDER BY version DESC LIMIT 1",
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
            self._cache.clear()
        self._newest = version
        rows = [(prefix, version, encode_page(page)) for prefix, page in pages.items()]
        self._database.executemany("INSERT INTO map_page VALUES (?, ?, ?)", rows)
        for prefix, page in pages.items():
            self._remember(prefix, version, page)

    def forget_cache(self) -> None:
        """Read everything anew: after the caller rolled a transaction back."""
        self._cache.clear()
        self._newest = self._database.execute("SELECT coalesce(max(version), 0) FROM map_page").fetchone()[0]

    def _remember(self, prefix: str, version: int, page: Page) -> None:
        self._cache[prefix] = (version, page)
        self._cache.move_to_end(prefix)
        while len(self._cache) > self._cached_pages_max:
            self._cache.popitem(last=False)
