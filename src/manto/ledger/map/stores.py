"""Where pages are kept: the port, and the store in memory.

The store is not trusted: every page is hashed when it is read and compared with what the page above it names.
Who can change the store can make the node stop, and cannot make it lie.
"""

from __future__ import annotations

from bisect import bisect_right
from operator import itemgetter
from typing import Protocol

from manto.ledger.map.page import Page


class PageReader(Protocol):
    """Whoever can give pages."""

    def top(self, version: int) -> Page | None:
        """Give the topmost page of the newest map whose version is not above the one given."""
        ...

    def page(self, place: int, prefix: str) -> Page | None:
        """Give the page at a place that a page above it names; None when there is none.

        Args:
            prefix: The hexadecimal digits that every key below the page starts with.
        """
        ...


class PageStore(PageReader, Protocol):
    """Whoever keeps pages."""

    def keep(self, version: int, pages: Page | None) -> None:
        """Keep the pages of a version, all or none; what an abandoned try left at or above it is dropped first.

        Args:
            pages: The topmost; those below it that are not kept yet are kept with it. None: the block changed nothing.
        """
        ...


class MemoryPages:
    """Pages in memory, every version: for tests, for replay, for a small ledger."""

    def __init__(self) -> None:
        self._tops: list[tuple[int, Page]] = []

    def top(self, version: int) -> Page | None:
        """Give the topmost page of the newest map whose version is not above the one given."""
        at = bisect_right(self._tops, version, key=itemgetter(0))
        return self._tops[at - 1][1] if at else None

    def page(self, place: int, prefix: str) -> Page | None:
        """Give none: in memory each page holds those below it."""
        return None

    def keep(self, version: int, pages: Page | None) -> None:
        """Keep the pages of a version; what an abandoned try left at or above it is dropped first."""
        while self._tops and self._tops[-1][0] >= version:
            self._tops.pop()
        if pages is not None:
            self._tops.append((version, pages))
