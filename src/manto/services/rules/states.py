"""The states of many services for many residents, in as little room as they need."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

CODES = {"y": "yes", "n": "no", "u": "unknown", "x": "not applicable"}


@dataclass(frozen=True)
class PopulationStates:
    """What each service is to each resident, on several days.

    Attributes:
        services: Identifiers, in the order of the letters.
        versions: Per day, the hash of each service's version, empty where none is in force.
        days: The days, in the order of the codes.
        residents: Who they are, in the order of the rows.
        codes: Per day one text per resident, with a letter of ``CODES`` for each service.

    """

    services: tuple[str, ...]
    versions: tuple[tuple[str, ...], ...]
    days: tuple[date, ...]
    residents: tuple[UUID, ...]
    codes: tuple[tuple[str, ...], ...]

    def __iter__(self) -> Iterator[tuple[UUID, tuple[str, ...]]]:
        """Give each resident with her code on each day."""
        return iter(zip(self.residents, zip(*self.codes, strict=True), strict=True))

    def state(self, row: int, service: str, day: date) -> str:
        """Give one state in words."""
        return CODES[self.codes[self.days.index(day)][row][self.services.index(service)]]


def differences(services: tuple[str, ...], before: str | None, after: str) -> Iterator[tuple[str, str, str]]:
    """Give each service whose state differs between two codes of one resident, with both states.

    Args:
        services: In the order of the letters.
        before: The earlier code; none when there was none, which counts as unknown everywhere.
        after: The later code.

    >>> list(differences(("nido", "bus"), "un", "yn"))
    [('nido', 'unknown', 'yes')]
    """
    if before == after:
        return
    for service, was, now in zip(services, before or "u" * len(after), after, strict=True):
        if was != now:
            yield service, CODES[was], CODES[now]
