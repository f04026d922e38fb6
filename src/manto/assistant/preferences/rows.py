"""What is kept of one resident: which thing, in which quarter of an hour, in the order of time. Nothing else."""

from __future__ import annotations

import numpy as np

from manto.assistant.preferences.times import hour_of_week

BEGIN = 8
BUFFERS = ("_quarters", "_places", "_index", "_kinds", "_hours")


class OwnRows:
    """A resident's rows in packed arrays: eight bytes each, and eight more that are worked out from those.

    Attributes:
        count: How many rows.
        things: On how many distinct things.

    """

    __slots__ = ("_hours", "_index", "_kinds", "_own", "_places", "_quarters", "_where", "count", "things")

    def __init__(self) -> None:
        self.count = self.things = 0
        self._quarters = np.empty(BEGIN, np.int32)
        self._places = np.empty(BEGIN, np.int32)
        self._index = np.empty(BEGIN, np.int32)
        self._kinds = np.empty(BEGIN, np.int16)
        self._hours = np.empty(BEGIN, np.int16)
        self._own = np.empty(BEGIN, np.int32)
        self._where: dict[int, int] = {}

    @property
    def quarters(self) -> np.ndarray:
        """When, sorted."""
        return self._quarters[: self.count]

    @property
    def places(self) -> np.ndarray:
        """Which thing."""
        return self._places[: self.count]

    @property
    def index(self) -> np.ndarray:
        """Which of her own things."""
        return self._index[: self.count]

    @property
    def kinds(self) -> np.ndarray:
        """Of which category."""
        return self._kinds[: self.count]

    @property
    def hours(self) -> np.ndarray:
        """In which hour of the week."""
        return self._hours[: self.count]

    @property
    def own(self) -> np.ndarray:
        """Her distinct things in the order in which she met them, int32."""
        return self._own[: self.things]

    def __contains__(self, thing: int) -> bool:
        return thing in self._where

    def where(self, thing: int) -> int:
        """Give the place of a thing among her own.

        Raises:
            KeyError: She never chose it.

        """
        return self._where[thing]

    def row(self, at: int) -> tuple[int, int, int, int]:
        """Give one row: quarter, thing, kind, hour of the week."""
        return self._quarters.item(at), self._places.item(at), self._kinds.item(at), self._hours.item(at)

    def before(self, at: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Give the rows before one: quarters, things, kinds, hours of the week."""
        return self._quarters[:at], self._places[:at], self._kinds[:at], self._hours[:at]

    def append(self, thing: int, quarter: int, kind: int) -> None:
        """Add a row that is not before the last one."""
        at = self.count
        if at == len(self._quarters):
            for name in BUFFERS:
                setattr(self, name, np.resize(getattr(self, name), at * 2))
        where = self._where.get(thing)
        if where is None:
            where = self._where[thing] = self.things
            if where == len(self._own):
                self._own = np.resize(self._own, where * 2)
            self._own[where] = thing
            self.things += 1
        self._quarters[at] = quarter
        self._places[at] = thing
        self._index[at] = where
        self._kinds[at] = kind
        self._hours[at] = hour_of_week(quarter)
        self.count = at + 1

    def copy(self) -> OwnRows:
        """Give rows of their own that begin with these."""
        twin = OwnRows()
        twin.count, twin.things, twin._where = self.count, self.things, self._where.copy()
        for name in (*BUFFERS, "_own"):
            setattr(twin, name, getattr(self, name).copy())
        return twin

    def pairs(self) -> list[tuple[int, int]]:
        """Give (quarter, thing) in order."""
        return list(zip(self.quarters.tolist(), self.places.tolist(), strict=True))

    def bytes_held(self) -> int:
        """Say how much memory the arrays and the index take."""
        arrays = sum(int(getattr(self, name).nbytes) for name in (*BUFFERS, "_own"))
        return arrays + 112 * (len(BUFFERS) + 1) + self._where.__sizeof__() + 32 * self.things
