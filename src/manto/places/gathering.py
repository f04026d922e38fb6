"""From what a reader yields to what is stored: each thing once, with hours that can be read, or told why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache

from manto.kernel.errors import BadInput
from manto.places.drafts import Draft, EventDraft, Leaving, PlaceDraft, Progress, Reading
from manto.places.reasons import reason_text
from manto.places.timetable import Timetable
from manto.places.walking.streets import Way

ID_LENGTH_MAX = 160
REF_LENGTH_MAX = 140


@dataclass(frozen=True)
class SourceFacts:
    """Where content comes from.

    Attributes:
        id: A short name in lower case with hyphens.
        licence: Its SPDX name where it has one; content without a licence is not taken.
        attribution: Who is to be named, as the licence asks.

    """

    id: str
    name: str
    licence: str
    attribution: str = ""
    url: str = ""


@dataclass
class Content:
    """All that one file holds; ``footprints`` are ground plans by ref, ``streets`` ways; None where it tells of none."""

    places: list[PlaceDraft] = field(default_factory=list)
    events: list[EventDraft] = field(default_factory=list)
    left: list[Leaving] = field(default_factory=list)
    timetable: Timetable | None = None
    footprints: list[tuple[str, list[list[float]]]] | None = None
    streets: list[Way] | None = None


def check_source(source: SourceFacts) -> None:
    """Refuse content of which nobody may say where it is from or how it may be used.

    Raises:
        BadInput: No name or no licence.

    """
    if not source.name.strip():
        raise BadInput("The source has no name.", "Say whose data it is, such as --source 'OpenStreetMap'.")
    if not source.licence.strip():
        raise BadInput(
            f"'{source.name}' comes without a licence, so nobody knows whether the city may show it.",
            "Find its licence and give it, such as --licence ODbL-1.0.",
        )


def gather(reading: Reading, check_hours: Callable[[str], None], progress: Progress) -> Content:
    """Read everything, once.

    Args:
        reading: What a reader yields.
        check_hours: Refuses opening hours that cannot be read.
        progress: Told every thousand rows.

    """
    content = Content()
    seen: set[str] = set()
    readable = cache(lambda text: _passes(check_hours, text))
    for number, item in enumerate(reading, 1):
        if number % 1000 == 0:
            progress("Reading the file", number, 0)
        if isinstance(item, Leaving):
            content.left.append(item)
        elif len(item.id) > ID_LENGTH_MAX or len(item.ref) > REF_LENGTH_MAX:
            content.left.append(Leaving(item.ref[:80], "long_id"))
        elif item.id in seen:
            content.left.append(Leaving(item.ref, "twice"))
        else:
            seen.add(item.id)
            _add(content, item, readable)
    return content


def _add(content: Content, item: Draft, readable: Callable[[str], bool]) -> None:
    if isinstance(item, EventDraft):
        content.events.append(item)
        return
    if item.opening_hours and not readable(item.opening_hours):
        content.left.append(Leaving(item.ref, "hours", item.opening_hours, taken=True))
        item = replace(item, opening_hours="")
    content.places.append(item)


def refuse_what_was_left(content: Content) -> None:
    """Refuse the whole file when a row of it cannot be taken.

    Raises:
        BadInput: Names the first such row.

    """
    rows = [leaving for leaving in content.left if not leaving.taken]
    if rows:
        first, more = rows[0], f" {len(rows) - 1} more cannot be taken either." if len(rows) > 1 else ""
        raise BadInput(
            f"Nothing was taken, because of {first.where}: {reason_text(first.reason, first.detail, 'en').rstrip('.')}.{more}",
            "Mend these rows, or import without --strict.",
        )


def _passes(check: Callable[[str], None], text: str) -> bool:
    try:
        check(text)
    except BadInput:
        return False
    return len(text) <= 500
