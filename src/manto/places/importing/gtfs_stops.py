"""The stops of a feed as places of the city."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from manto.places.drafts import Leaving, PlaceDraft, Wheelchair
from manto.places.timetable import Route

Row = dict[str, str]
LineText = Callable[[list[str]], dict[str, str]]
"""Says in every language that these lines stop here."""

_NOT_A_NAME = re.compile(r"(TOFIX|FIXME|TODO)\b.*", re.IGNORECASE)
_WHEELCHAIR: dict[str, Wheelchair] = {"1": "yes", "2": "no"}


@dataclass(frozen=True)
class Stops:
    """The stops of a feed.

    Attributes:
        rows: Of ``stops.txt``, by id.
        serving: Which lines stop at each, by id.
        routes: The lines, by id.
        source: Id of the source, which begins the id of each place.
        language: In which the stops are named.
        line_text: Says which lines stop at a place.

    """

    rows: dict[str, Row]
    serving: dict[str, set[str]]
    routes: dict[str, Route]
    source: str
    language: str
    line_text: LineText

    def read(self, left: list[Leaving]) -> tuple[list[PlaceDraft], dict[str, str]]:
        """Make a place of each stop; the platforms of a railway station are one place, their station.

        Args:
            left: Takes what could not be read.

        Returns:
            The places, and for each stop the id of the place where it is found.

        """
        shown_as: dict[str, str] = {}
        lines: dict[str, set[str]] = {}
        for ref, row in self.rows.items():
            if row.get("location_type", "") not in ("", "0"):
                continue
            served = self.serving.get(ref, set())
            parent = row.get("parent_station", "")
            is_platform = parent in self.rows and any(_is_rail(self.routes[line].kind) for line in served)
            shown_as[ref] = parent if is_platform else ref
            lines.setdefault(shown_as[ref], set()).update(served)
        drafts = {shown: self._place(shown, sorted(served), left) for shown, served in lines.items()}
        places = {shown: draft for shown, draft in drafts.items() if draft}
        return list(places.values()), {ref: places[shown].id for ref, shown in shown_as.items() if shown in places}

    def _place(self, ref: str, served: list[str], left: list[Leaving]) -> PlaceDraft | None:
        row, where = self.rows[ref], f"stops.txt, {ref}"
        parent = self.rows.get(row.get("parent_station", ""), {})
        try:
            lat, lon = float(row.get("stop_lat", "")), float(row.get("stop_lon", ""))
        except ValueError:
            left.append(Leaving(where, "no_position"))
            return None
        if not (-90 <= lat <= 90 and -180 <= lon <= 180) or (lat, lon) == (0, 0):
            left.append(Leaving(where, "no_position", f"{lat}, {lon}"))
            return None
        name = row.get("stop_name", "")
        if _NOT_A_NAME.fullmatch(name):
            left.append(Leaving(where, "not_a_name", name, taken=True))
            name = ""
        routes = [self.routes[line] for line in served]
        lines = sorted({route.short_name or route.long_name for route in routes} - {""}, key=_by_number)
        boarding = row.get("wheelchair_boarding", "") or "0"
        if boarding == "0":
            boarding = parent.get("wheelchair_boarding", "0")
        return PlaceDraft(
            id=f"gtfs:{self.source}/{ref}",
            ref=ref,
            category=_category([route.kind for route in routes]),
            lat=lat,
            lon=lon,
            name={self.language: name} if name else {},
            about=self.line_text(lines) if lines else {},
            wheelchair=_WHEELCHAIR.get(boarding, "unknown"),
            website=row.get("stop_url", ""),
        )


def _category(kinds: list[int]) -> str:
    if any(_is_rail(kind) for kind in kinds):
        return "train_station"
    if kinds and all(kind == 4 or 1000 <= kind < 1300 for kind in kinds):
        return "ferry"
    return "bus_stop"


def _is_rail(kind: int) -> bool:
    return kind == 2 or 100 <= kind < 200


def _by_number(line: str) -> tuple[int, str]:
    digits = re.match(r"[0-9]+", line)
    return (int(digits[0]) if digits else 10**9), line
