"""A barrier met on the way is a problem for the office too, and one reported to it lies in the way: they end together.

Places and services lie side by side and know nothing of each other; this room stands above both.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from uuid import UUID, uuid5

from django.conf import settings

from manto.assistant.wording import texts
from manto.kernel.errors import BadInput
from manto.places import barriers
from manto.services.commands.reports import Problem, file_report, join_report
from manto.services.queries import reports

NAMES = UUID("6f7b1d0e-3c52-4c0c-9f0a-0d2a5e9b7c41")
"""Below this name each barrier has the identifier of its report."""

KIND_OF = {
    "blocked": "blocked_ramp",
    "narrow": "blocked_ramp",
    "surface": "broken_kerb",
    "kerb": "missing_kerb_cut",
    "steps": "missing_kerb_cut",
    "steep": "missing_kerb_cut",
}
"""The kind of report for each kind of barrier, where the city has one of this name; else its first about barriers."""


BARRIER_OF = {"blocked_ramp": "blocked", "broken_kerb": "surface", "missing_kerb_cut": "kerb"}
"""What lies in the way where a report of a kind says so; of other kinds a map of streets knows nothing."""


def word_of(report: UUID) -> UUID:
    """Give the name under which a report says that a barrier is there, so that it counts once."""
    return uuid5(NAMES, f"report:{report}")


def report_of(barrier: str) -> UUID:
    """Give the identifier of the report beside a barrier."""
    return uuid5(NAMES, f"barrier:{barrier}")


def file_for_barrier(barrier: str, kind: str, at: tuple[float, float], street: str, *, now: datetime) -> None:
    """File a report beside a barrier, or join the one that somebody filed already; nothing where no kind is about barriers.

    Who met it is not told: the barrier itself does not say.
    """
    language = settings.CITY.default_language
    kinds = [one for group in reports.kinds(language) for one in group["kinds"] if one["barrier"]]
    known = [one["code"] for one in kinds if not any(ask["required"] for ask in one["asks"])]
    code = next((one for one in (KIND_OF[kind], *known) if one in known), None)
    if code is None:
        return
    same = reports.same_problem(code, at, now)
    if same:
        join_report(same[0][1].number, report_of(barrier), resident_id=None, now=now)
        return
    text = texts.say(f"barrier.{kind}", language)
    file_report(report_of(barrier), Problem(code, at, street, text=text), via="app", now=now)


def lay_for_report(report: UUID, *, now: datetime) -> None:
    """Lay what was reported to the office, by Open311 too, in everybody's way; nothing where no street is near."""
    found = reports.where_of(report)
    beside = {report_of(str(card.id)) for card in barriers.open_barriers(now)}
    if found is None or found.kind not in BARRIER_OF or report in beside:
        return
    with suppress(BadInput):
        barriers.report_barrier(BARRIER_OF[found.kind], found.at, resident_id=word_of(report), now=now, known=True)


def close_beside(report: UUID, *, now: datetime) -> None:
    """Close the barriers beside a report that the office closed."""
    said = barriers.barriers_of(word_of(report))
    for card in barriers.open_barriers(now):
        if card.id in said or report_of(str(card.id)) == report:
            barriers.close_barrier(card.id, "mended", now=now)
