"""Barriers on the way: reported and confirmed by residents, closed by an officer, believed for as long as that lasts.

1. A report changes the ways of everybody at once: nobody looks at it first.
2. It grows old; others confirm it or say that it is gone; each resident has one word, and her last one counts.
3. An officer may close it, or say until when it holds.
4. Who said what is kept only so that nobody counts twice, and forgotten with the resident.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count

from manto.kernel.errors import BadInput, Conflict, NotFound, UnknownName
from manto.places.events import BarrierClosed, BarrierReported
from manto.places.geometry import Point
from manto.places.models import Barrier, BarrierWord
from manto.places.streets_now import streets
from manto.places.walking.barriers import FACTS, MEASURED, NEAR_M, Report, Standing, Word, standing
from manto.store.command import command
from manto.store.outbox import publish

OPEN_AT_ONCE_MAX = 20
"""How many open reports one resident may have begun in a day: a city's own streets are not the place to flood."""
CLOSINGS = ("mended", "not_there", "moved")
HELD_DAYS_MAX = 365
LOOKED_BACK = timedelta(days=60)


@dataclass(frozen=True)
class BarrierCard:
    """A report as others see it: never who made it."""

    id: int
    kind: str
    value: float | None
    lat: float
    lon: float
    street: str
    reported_at: datetime
    there: int
    gone: int
    standing: Standing


@command
def report_barrier(
    kind: str, at: Point, *, value: float | None = None, resident_id: UUID, now: datetime, known: bool = False
) -> BarrierCard:
    """Say that something is in the way at a spot.

    Args:
        kind: Which, of ``FACTS``.
        at: Where, on a street or beside one.
        value: As measured; None where nobody did.
        resident_id: Whose word it is; a report to the office has a name of its own for it, so that it counts once.
        now: When.
        known: The office knows of it already: no event tells it again.

    Raises:
        UnknownName: There is no such kind.
        BadInput: No street is there, or the measure cannot be one.
        Conflict: The same was reported here already: confirm that instead; or she reported very many today.

    """
    if kind not in FACTS:
        raise UnknownName("kind of barrier", kind, FACTS)
    if value is not None and (kind not in MEASURED or not 0 < value < 1000):
        raise BadInput(f"{value} is no measure of '{kind}'.", "Leave it out if nobody measured it.")
    here = streets()
    snap = here.nearest(at)
    if snap is None or snap.off_m > NEAR_M:
        raise BadInput("No street of the map is there.", "Choose a spot on the way.")
    todays = BarrierWord.objects.filter(resident=resident_id, at__gte=now - timedelta(days=1)).count()
    if todays >= OPEN_AT_ONCE_MAX:
        raise Conflict("You have reported very much today.", "Call the town hall; somebody will look at it.")
    for one in open_barriers(now):
        there = here.nearest((one.lat, one.lon))
        if one.kind == kind and there is not None and there.stretch == snap.stretch:
            return say_of_barrier(one.id, there=True, resident_id=resident_id, now=now)
    barrier = Barrier.objects.create(
        kind=kind,
        value=value,
        lat=round(snap.point[0], 6),
        lon=round(snap.point[1], 6),
        street=here.names[here.way[snap.stretch]],
        reported_at=now,
    )
    BarrierWord.objects.create(barrier=barrier, resident=resident_id, says="there", at=now)
    if not known:
        publish(
            BarrierReported(str(barrier.id), kind=kind, lat=barrier.lat, lon=barrier.lon, street=barrier.street), at=now
        )
    return _card(barrier, now)


@command
def say_of_barrier(id_: int, *, there: bool, resident_id: UUID, now: datetime) -> BarrierCard:
    """Confirm a report, or say that it is gone; a resident's last word replaces her earlier one.

    Raises:
        NotFound: There is no such report, or it is over.

    """
    barrier = _open(id_, now)
    BarrierWord.objects.update_or_create(
        barrier=barrier, resident=resident_id, defaults={"says": "there" if there else "gone", "at": now}
    )
    card = _card(barrier, now)
    if card.standing.state == "over":
        publish(BarrierClosed(str(barrier.id), why="not_there"), at=now)
    return card


@command
def close_barrier(id_: int, why: str, *, now: datetime) -> None:
    """Close a report as an officer, once for all.

    Raises:
        NotFound: There is no such report, or it is over.
        UnknownName: There is no such reason.

    """
    if why not in CLOSINGS:
        raise UnknownName("reason", why, CLOSINGS)
    barrier = _open(id_, now)
    barrier.closed_at, barrier.closed_why = now, why
    barrier.save(update_fields=["closed_at", "closed_why"])
    publish(BarrierClosed(str(barrier.id), why=why), at=now)


@command
def hold_barrier(id_: int, days: int, *, now: datetime) -> BarrierCard:
    """Say as an officer that a report is right, and for how many days from now it holds.

    Raises:
        NotFound: There is no such report, or it is over.
        BadInput: Not between 1 and 365 days.

    """
    if not 1 <= days <= HELD_DAYS_MAX:
        raise BadInput(f"{days} days cannot be.", f"Say 1 to {HELD_DAYS_MAX}.")
    barrier = _open(id_, now)
    barrier.holds_until = now + timedelta(days=days)
    barrier.save(update_fields=["holds_until"])
    return _card(barrier, now)


def open_barriers(now: datetime) -> list[BarrierCard]:
    """List the reports that are believed or doubted now, the newest first."""
    held = Barrier.objects.filter(closed_at=None).exclude(reported_at__lt=now - LOOKED_BACK, holds_until=None)
    cards = [_card(one, now) for one in held.prefetch_related("words").order_by("-reported_at", "-id")]
    return [card for card in cards if card.standing.state != "over"]


def reports(cards: Iterable[BarrierCard]) -> list[Report]:
    """Give reports as they bear on ways."""
    return [
        Report(str(card.id), card.kind, card.value, (card.lat, card.lon), card.standing.state == "believed")
        for card in cards
    ]


def barriers_of(resident_id: UUID) -> set[int]:
    """Give the barriers of which somebody said that they are there."""
    return set(BarrierWord.objects.filter(resident=resident_id, says="there").values_list("barrier_id", flat=True))


def words_of(resident_id: UUID) -> list[dict[str, object]]:
    """Give all that a resident said of barriers, as JSON values."""
    rows = BarrierWord.objects.filter(resident=resident_id).select_related("barrier").order_by("at")
    return [
        {
            "barrier": row.barrier_id,
            "kind": row.barrier.kind,
            "street": row.barrier.street,
            "lat": row.barrier.lat,
            "lon": row.barrier.lon,
            "says": row.says,
            "at": row.at.isoformat(),
        }
        for row in rows
    ]


def forget_who_said(resident_id: UUID) -> int:
    """Take a resident's name off her words; what lies in the street lies there still."""
    rows = BarrierWord.objects.filter(resident=resident_id)
    count = rows.aggregate(count=Count("id"))["count"]
    rows.update(resident=None)
    return int(count)


def _open(id_: int, now: datetime) -> Barrier:
    barrier: Barrier | None = Barrier.objects.filter(id=id_, closed_at=None).first()
    if barrier is None or _card(barrier, now).standing.state == "over":
        raise NotFound("There is no such report any more.", "Report it again if it is there.")
    return barrier


def _card(barrier: Barrier, now: datetime) -> BarrierCard:
    words = list(barrier.words.all())
    stands = standing(
        [Word(word.says == "there", word.at) for word in words],
        now,
        holds_until=barrier.holds_until,
        closed_at=barrier.closed_at,
    )
    there = sum(word.says == "there" for word in words)
    return BarrierCard(
        *(barrier.id, barrier.kind, barrier.value, barrier.lat, barrier.lon, barrier.street, barrier.reported_at),
        *(there, len(words) - there, stands),
    )
