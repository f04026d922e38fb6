"""Reporting a problem, joining a report, and what its reporter says later."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from manto.city.pictures import Photo
from manto.kernel.errors import BadInput, Conflict, NotFound, Unavailable
from manto.residents.commands.lookups import city_day
from manto.services.commands.applications import LETTERS, new_number
from manto.services.events import ReportFiled, ReportMoved
from manto.services.models import Report, ReportJoin, ReportMove, ReportPhoto, ReportState
from manto.services.reference import report_book
from manto.services.reports.kinds import read_answers
from manto.store.command import command
from manto.store.outbox import publish

TEXT_MAX = 4000  # as Open311 has it
NOTES_MAX = 20
FILED_A_MINUTE_MAX = 60
REOPENED_WITHIN = timedelta(days=60)
CODE_LETTERS = 12


@dataclass(frozen=True)
class Problem:
    """What is reported.

    Attributes:
        at: Latitude and longitude of the problem; None where only words say where it is.
        place: The id of a place of the city that it is about.
        answers: To the questions that its kind asks.

    """

    kind: str
    at: tuple[float, float] | None = None
    address: str = ""
    place: str = ""
    text: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    media_url: str = ""


def code_of(report_id: UUID) -> str:
    """Give the code with which the reporter follows a report; the same each time, and nobody else can work it out."""
    digest = hmac.new(settings.SECRET_KEY.encode(), b"report:" + report_id.bytes, hashlib.sha256).digest()
    number, letters = int.from_bytes(digest), []
    for _ in range(CODE_LETTERS):
        number, at = divmod(number, len(LETTERS))
        letters.append(LETTERS[at])
    return "".join(letters)


def hash_of(code: str) -> str:
    """Give what is kept of a code; how it was typed does not matter."""
    plain = "".join(letter for letter in code.upper() if letter in LETTERS)
    return hashlib.sha256(plain.encode()).hexdigest()


@command
def file_report(
    report_id: UUID,
    problem: Problem,
    *,
    via: str,
    now: datetime,
    reporter_id: UUID | None = None,
) -> Report:
    """Report a problem. Sent twice under one identifier it is one report.

    Args:
        report_id: Made by whoever files it.
        via: By which way: ``app``, ``open311``, ``assistant``.
        reporter_id: The resident who reports; None where nobody is signed in.

    Raises:
        UnknownName: There is no such kind.
        BadInput: It does not say where, or a needed answer is missing.
        Unavailable: More is reported this minute than people would.

    """
    known = Report.objects.filter(id=report_id).first()
    if known is not None:
        return known  # type: ignore[no-any-return]
    kind = report_book().kind(problem.kind)
    answers = read_answers(kind, problem.answers)
    _check_where(problem)
    if Report.objects.filter(filed_at__gt=now - timedelta(minutes=1)).count() >= FILED_A_MINUTE_MAX:
        raise Unavailable("More is being reported than the city can take this minute.", "Send it again in a minute.")
    report: Report = Report.objects.create(
        id=report_id,
        number=new_number(now),
        code_hash=hash_of(code_of(report_id)),
        kind=kind.code,
        text=_words(problem.text, needed=False),
        answers=answers,
        lat=problem.at[0] if problem.at else None,
        lon=problem.at[1] if problem.at else None,
        address=problem.address.strip()[:200],
        place=problem.place,
        media_url=problem.media_url if problem.media_url.startswith("https://") else "",
        via=via,
        reporter_id=reporter_id,
        due=city_day(now) + timedelta(days=kind.within_days),
        filed_at=now,
        changed_at=now,
        forward_to=kind.forward or "",
        forward_at=now if kind.forward else None,
    )
    ReportMove.objects.create(report=report, kind="filed", who="reporter", at=now)
    publish(ReportFiled(str(report.id), report.number, kind.code, report.place, kind.barrier), at=now)
    return report


def _check_where(problem: Problem) -> None:
    if problem.at is None:
        if not problem.address.strip() and not problem.place:
            raise BadInput("It does not say where the problem is.", "Give its position, its address or its place.")
        return
    south, west, north, east = settings.CITY.bounds
    lat, lon = problem.at
    if not (south <= lat <= north and west <= lon <= east):
        raise BadInput("This lies outside the city.", "Report it to the municipality where it is.")


@command
def add_report_photo(report_id: UUID, photo: Photo, *, now: datetime) -> None:
    """Add the picture of a report that is not closed; a new one takes the place of the old, and is looked at anew.

    Raises:
        NotFound: No such report.
        Conflict: It is closed.

    """
    report = the_report(report_id)
    if report.state == ReportState.CLOSED:
        raise Conflict("This report is closed.", "Open it again if the problem is still there.")
    ReportPhoto.objects.update_or_create(
        report=report,
        defaults={"content": photo.content, "width": photo.width, "height": photo.height, "added_at": now},
    )
    report.open_to_all = False
    report.save()


@command
def join_report(number: str, once: UUID, *, resident_id: UUID | None, now: datetime) -> Report:
    """Say that one met the same problem; each phone and each resident counts once.

    Raises:
        NotFound: No such report.
        Conflict: It is closed.

    """
    report: Report | None = Report.objects.select_for_update().filter(number=number).first()
    if report is None:
        raise NotFound("There is no such report.", "Report the problem anew.")
    if report.state == ReportState.CLOSED:
        raise Conflict("This report is closed.", "Report the problem anew.")
    hers = ReportJoin.objects.filter(report=report)
    known = hers.filter(once=once).exists() or (resident_id is not None and hers.filter(resident=resident_id).exists())
    if not known and report.reporter_id != (resident_id or once):
        ReportJoin.objects.create(report=report, once=once, resident_id=resident_id, at=now)
    return report


@command
def follow_up(report_id: UUID, text: str, *, now: datetime) -> Report:
    """Add something to one's report.

    Raises:
        NotFound: No such report.
        BadInput: It says nothing.
        Conflict: It is closed, or enough was said.

    """
    report = the_report(report_id)
    if report.state == ReportState.CLOSED:
        raise Conflict("This report is closed.", "Open it again if the problem is still there.")
    if report.moves.filter(who="reporter").count() > NOTES_MAX:
        raise Conflict("Enough was said about this report.", "Call the office.")
    ReportMove.objects.create(report=report, kind="said", who="reporter", at=now, text=_words(text))
    report.changed_at = now
    report.save()
    return report


@command
def reopen_report(report_id: UUID, text: str, *, now: datetime) -> Report:
    """Open one's report again because the problem is still there; it waits for the office as on its first day.

    Raises:
        NotFound: No such report.
        BadInput: It does not say what is still wrong.
        Conflict: It is open, or was closed too long ago.

    """
    report = the_report(report_id)
    if report.state != ReportState.CLOSED:
        raise Conflict("This report is open.", "Add what you have to say.")
    if now - report.changed_at > REOPENED_WITHIN:
        raise Conflict(f"This report was closed over {REOPENED_WITHIN.days} days ago.", "Report the problem anew.")
    said = _words(text)
    report.outcome = ""
    report.due = city_day(now) + timedelta(days=report_book().kind(report.kind).within_days)
    if report.forward_to:
        report.forward_number = report.forward_token = ""
        report.forward_at, report.forward_tries = now, 0
    move_report(report, ReportState.FILED, "reopened", "reporter", said, now=now)
    return report


def move_report(
    report: Report, state: str, kind: str, who: str, text: str, *, now: datetime, account_id: UUID | None = None
) -> None:
    """Let a report stand elsewhere, with what was said; call it inside a command."""
    report.state, report.changed_at = state, now
    report.save()
    ReportMove.objects.create(report=report, kind=kind, who=who, at=now, text=text, account_id=account_id)
    barrier = report.kind in report_book().kinds and report_book().kind(report.kind).barrier
    publish(ReportMoved(str(report.id), report.number, report.kind, report.place, barrier, kind), at=now)


def the_report(report_id: UUID) -> Report:
    """Find a report and let no other command change it meanwhile; call it inside a command.

    Raises:
        NotFound: There is none.

    """
    report: Report | None = Report.objects.select_for_update().filter(id=report_id).first()
    if report is None:
        raise NotFound("There is no such report.", "Check its code.")
    return report


def _words(text: str, *, needed: bool = True) -> str:
    said = text.strip()
    if needed and not said:
        raise BadInput("It says nothing.", "Write a sentence.")
    if len(said) > TEXT_MAX:
        raise BadInput(f"It is longer than {TEXT_MAX} letters.", "Say it shorter.")
    return said
