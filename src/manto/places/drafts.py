"""What a reader of some format hands over: drafts of places and events, and what it had to leave."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from manto.kernel.errors import BadInput
from manto.places.categories import category

Wheelchair = Literal["yes", "limited", "no", "unknown"]
WHEELCHAIR_KNOWN = ("yes", "limited", "no", "unknown")
Words = dict[str, str]
"""A text by language."""


@dataclass(frozen=True, slots=True)
class PlaceDraft:
    """A place as one source describes it.

    Attributes:
        id: In the whole city, such as ``mantova:palazzo-te`` or ``osm:node/123``.
        ref: In the source alone: what makes it the same place on the next reading.
        access: Measurements, such as ``kerb_cm`` and ``step_free``; what is unknown is left out.
        opening_hours: In OpenStreetMap's notation; empty when unknown.
        story: What is told on the spot, longer than ``about``.
        audience: Whom it is for, of ``AUDIENCES``; everybody when empty.
        pose: ``h`` in metres above the ground, ``yaw``, ``pitch``, ``roll`` in degrees (OGC GeoPose, Basic-YPR).
        media: Each with ``kind``, ``url``, ``alternative`` by language, ``creator`` and ``licence``.
        actions: What can be begun here: each with ``kind``, ``href`` and ``name`` by language.
        valid_from: From when it is shown, ISO 8601 with offset; always when empty.
        valid_to: Until when, likewise, this moment excluded.

    """

    id: str
    ref: str
    category: str
    lat: float
    lon: float
    name: Words = field(default_factory=dict)
    about: Words = field(default_factory=dict)
    text_alternative: Words = field(default_factory=dict)
    address: str = ""
    opening_hours: str = ""
    wheelchair: Wheelchair = "unknown"
    access: dict[str, Any] = field(default_factory=dict)
    phone: str = ""
    website: str = ""
    story: Words = field(default_factory=dict)
    audience: tuple[str, ...] = ()
    pose: dict[str, float] = field(default_factory=dict)
    media: tuple[dict[str, Any], ...] = ()
    actions: tuple[dict[str, Any], ...] = ()
    valid_from: str = ""
    valid_to: str = ""


@dataclass(frozen=True, slots=True)
class EventDraft:
    """An event as one source describes it.

    Attributes:
        place: Id of the place in the whole city; empty when it has none.
        starts: Local time of the first occurrence, ``2026-01-08T08:00``.
        minutes: How long each occurrence lasts.
        rrule: How it repeats, RFC 5545; empty when it does not.
        ages: Whom it is for: the youngest age and the oldest; only the youngest where there is no oldest; empty when
            it is for all ages, or nobody said.

    """

    id: str
    ref: str
    title: Words
    about: Words
    place: str
    starts: str
    minutes: int
    rrule: str
    kind: str
    free: bool
    step_free: bool | None = None
    ages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Leaving:
    """Something that was not taken, or not taken as it stood.

    Attributes:
        where: The line or element, as the one who mends it would look for it.
        reason: A key below ``left`` in ``texts.yaml``.
        detail: What it was about; the same for all that should be counted together.
        taken: Whether the row itself was taken all the same, without what is told here.

    """

    where: str
    reason: str
    detail: str = ""
    taken: bool = False


Draft = PlaceDraft | EventDraft
Reading = Iterator[Draft | Leaving]
"""What a reader yields, in the order of the source."""

Progress = Callable[[str, int, int], None]
"""Told of what is being done, how much is done and how much there is; 0 when that is not known."""


def no_progress(_doing: str, _done: int, _of: int) -> None:
    """Tell nobody."""


def check_place(draft: PlaceDraft) -> None:
    """Refuse a place that no one could show.

    Raises:
        UnknownName: Its category.
        BadInput: Its position, its length of a name, or its wheelchair word.

    """
    category(draft.category)
    if not (-90 <= draft.lat <= 90 and -180 <= draft.lon <= 180):  # nan compares false too
        raise BadInput(f"{draft.lat}, {draft.lon} is not a position on Earth.", "Give latitude, then longitude.")
    if draft.wheelchair not in WHEELCHAIR_KNOWN:
        raise BadInput(f"'{draft.wheelchair}' does not say about wheelchairs.", "Write yes, limited, no or unknown.")
