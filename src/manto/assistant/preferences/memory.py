"""Learning and forgetting: the residents' rows and the city's sums, always in step."""

from __future__ import annotations

from bisect import insort
from collections.abc import Hashable, Iterable

from manto.assistant.preferences.city import RESIDENTS_MIN, CityCells
from manto.assistant.preferences.rows import OwnRows
from manto.assistant.preferences.things import Things


class Memory:
    """Everything that is counted.

    1. A resident's rows are sorted by time; the city's sums are a function of all rows and of nothing else.
    2. Forgetting takes her part out of the sums and puts back what is left, so that the state is byte for byte that
       of a run that never saw what was forgotten.
    """

    def __init__(self, things: Things, *, residents_min: int = RESIDENTS_MIN) -> None:
        self.things = things
        self.city = CityCells(things, residents_min=residents_min)
        self.residents: dict[Hashable, OwnRows] = {}

    def rows(self, resident: Hashable) -> OwnRows:
        """Give a resident's rows; empty for somebody unknown, who stays unknown."""
        return self.residents.get(resident) or OwnRows()

    def learn(self, resident: Hashable, thing: int, quarter: int) -> None:
        """Remember that a resident chose a thing; what arrives late is put where it belongs."""
        rows = self.residents.get(resident)
        if rows is None:
            rows = self.residents[resident] = OwnRows()
        if rows.count and quarter < rows.quarters[-1]:
            pairs = rows.pairs()
            insort(pairs, (quarter, thing), key=lambda pair: pair[0])
            self._put(resident, pairs)
            return
        rows.append(thing, quarter, int(self.things.category[thing]))
        self.city.add_last(rows)

    def forget(self, resident: Hashable) -> None:
        """Forget a resident altogether (2)."""
        self._put(resident, [])

    def forget_since(self, resident: Hashable, quarter: int) -> None:
        """Forget what a resident did from a time on (2)."""
        self._put(resident, [pair for pair in self.rows(resident).pairs() if pair[0] < quarter])

    def forget_between(self, resident: Hashable, begin: int, end: int) -> None:
        """Forget what a resident did from a time on and before another (2)."""
        self._put(resident, [pair for pair in self.rows(resident).pairs() if not begin <= pair[0] < end])

    def forget_visit(self, resident: Hashable, thing: int, quarter: int) -> None:
        """Forget one visit (2); nothing happens when there was none."""
        pairs = self.rows(resident).pairs()
        if (quarter, thing) in pairs:
            pairs.remove((quarter, thing))
            self._put(resident, pairs)

    def _put(self, resident: Hashable, pairs: Iterable[tuple[int, int]]) -> None:
        known = self.residents.pop(resident, None)
        if known is not None:
            self.city.take_away(known)
        for quarter, thing in pairs:
            self.learn(resident, thing, quarter)

    def to_bytes(self) -> bytes:
        """Write the whole state down in one order."""
        people = sorted((str(resident), rows.pairs()) for resident, rows in self.residents.items())
        return repr(people).encode() + self.city.to_bytes()
