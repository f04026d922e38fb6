"""Where pages are kept: the port, and the store in memory.

The store is not trusted: every page is hashed when it is read and compared with what the page above it names.
Who can change the store can make the node stop, and cannot make it lie.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from operator import itemgetter
from typing import Protocol

from manto.ledger.map.page import Page


class PageReader(Protocol):
    """Whoever can give a page as it was at a version."""

    def page(self, prefix: str, version: int) -> Page | None:
        """Give the newest page at a prefix whose version is not above the one given."""
        ...


class PageStore(PageReader, Protocol):
    """Whoever keeps pages."""

    def keep(self, version: int, pages: Mapping[str, Page]) -> None:
        """Keep the pages of a version, all or none; what an abandoned try left at or above it is dropped first."""
        ...


class MemoryPages:
    """Pages in memory, every version: for tests, for replay, for a small ledger."""

    def __init__(self) -> None:
        self._pages: dict[str, list[tuple[int, Page]]] = {}
        self._newest = 0

    def page(self, prefix: str, version: int) -> Page | None:
        """Give the newest page at a prefix whose version is not above the one given."""
        versions = self._pages.get(prefix)
        if not versions:
            return None
        if versions[-1][0] <= version:
            return versions[-1][1]
        place = bisect_right(versions, version, key=itemgetter(0))
        return versions[place - 1][1] if place else None

    def keep(self, version: int, pages: Mapping[str, Page]) -> None:
        """Keep the pages of a version; what an abandoned try left at or above it is dropped first."""
        if version <= self._newest:
            for versions in self._pages.values():
                while versions and versions[-1][0] >= version:
                    versions.pop()
        self._newest = version
        for prefix, page in pages.items():
            self._pages.setdefault(prefix, []).append((version, page))
