"""Reports of problems: as everybody sees them, as their reporter does, and as the office does."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import Count, QuerySet

from manto.city.wording import day_text
from manto.kernel.errors import NotFound
from manto.residents.commands.lookups import city_day
from manto.residents.desks import TASKS_OF_A_SOURCE_MAX, Clerk, Task
from manto.residents.models import Account
from manto.residents.roles import Role
from manto.services.commands.reports import REOPENED_WITHIN, code_of, hash_of
from manto.services.models import Report, ReportJoin, ReportPhoto, ReportState
from manto.services.reference import report_book
from manto.services.reports.kinds import Kind
from manto.services.reports.near import box_around, metres_between
from manto.services.wording import texts

NEAR_MAX = 5


def kinds(language: str) -> list[dict[str, Any]]:
    """List what can be reported, group by group."""
    book = report_book()
    return [
        {
            "id": group,
            "title": title[language],
            "kinds": [_tell_kind(one, language) for one in book.kinds.values() if one.group == group],
        }
        for group, title in book.groups.items()
    ]


def _tell_kind(kind: Kind, language: str) -> dict[str, Any]:
    book = report_book()
    return {
        "code": kind.code,
        "title": kind.title[language],
        "about": kind.about[language],
        "notice": kind.notice[language],
        "barrier": kind.barrier,
        "passed_on": book.endpoints[kind.forward].name[language] if kind.forward else None,
        "asks": [
            {
                "code": ask.code,
                "text": ask.text[language],
                "required": ask.required,
                "choices": [{"id": key, "text": words[language]} for key, words in ask.choices.items()],
            }
            for ask in kind.asks
        ],
    }


def _listed() -> QuerySet[Report]:
    found: QuerySet[Report] = Report.objects.filter(kind__in=report_book().kinds)
    return found.annotate(joined=Count("joins")).select_related("photo").defer("photo__content")


def same_problem(kind: str, at: tuple[float, float], now: datetime) -> list[tuple[int, Report]]:
    """Find the open reports of one kind that are so near and so recent that they are the same problem.

    Returns:
        Metres and report, the nearest first, at most five.

    """
    book = report_book()
    south, west, north, east = box_around(at, book.metres)
    rows = (
        _listed()
        .filter(kind=kind, lat__range=(south, north), lon__range=(west, east))
        .filter(filed_at__gt=now - timedelta(days=book.days))
        .exclude(state=ReportState.CLOSED)
    )
    near = [(metres_between(at, (row.lat, row.lon)), row) for row in rows]
    near.sort(key=lambda one: (one[0], one[1].number))
    return [(round(metres), row) for metres, row in near if metres <= book.metres][:NEAR_MAX]


class Where(NamedTuple):
    """What lies where."""

    kind: str
    at: tuple[float, float]


def where_of(report_id: UUID) -> Where | None:
    """Say of an open report what lies where; None where only words say it."""
    row = Report.objects.filter(id=report_id, lat__isnull=False).exclude(state=ReportState.CLOSED).first()
    return Where(row.kind, (row.lat, row.lon)) if row else None


def near(kind: str, at: tuple[float, float], language: str, now: datetime) -> list[dict[str, Any]]:
    """Tell of the reports that may be of the same problem."""
    return [{**tell(row, language, now), "metres": metres} for metres, row in same_problem(kind, at, now)]


def tell(report: Report, language: str, now: datetime) -> dict[str, Any]:
    """Say of a report what everybody may know; words and picture only where a clerk has looked at them."""
    kind = report_book().kind(report.kind)
    today = city_day(now)
    key = f"report.state.{report.outcome or report.state}"
    return {
        "number": report.number,
        "kind": report.kind,
        "title": kind.title[language],
        "state": report.state,
        "state_text": texts.say(key, language),
        "at": [report.lat, report.lon] if report.lat is not None else None,
        "address": report.address,
        "place": report.place or None,
        "filed_text": day_text(city_day(report.filed_at), language, today=today),
        "due_text": None if report.state == "closed" else day_text(report.due, language, today=today),
        "office": kind.office[language],
        "joined": report.joined if hasattr(report, "joined") else report.joins.count(),
        "text": report.text if report.open_to_all else None,
        "photo": f"/api/v1/reports/{report.number}/photo" if report.open_to_all and hasattr(report, "photo") else None,
        "moves": _moves(report, language, now, officially=True),
        "mine": None,
    }


def _moves(report: Report, language: str, now: datetime, *, officially: bool) -> list[dict[str, Any]]:
    today = city_day(now)
    return [
        {
            "text": texts.say(f"report.move.{move.kind}", language),
            "said": "" if move.kind == "forwarded" else move.text,
            "who": move.who,
            "day_text": day_text(city_day(move.at), language, today=today),
        }
        for move in report.moves.order_by("at", "id")
        if not officially or (move.who != "reporter" and move.kind != "assigned")
    ]


def by_key(key: str, resident_id: UUID | None, language: str, now: datetime) -> dict[str, Any]:
    """Find a report by its number, as everybody sees it, or by its code or among one's own, as its reporter does.

    Raises:
        NotFound: Neither.

    """
    report = _listed().filter(number=key).first()
    hers = report is not None and resident_id is not None and report.reporter_id == resident_id
    if report is None:
        report = _listed().filter(code_hash=hash_of(key)).first()
        hers = report is not None
    if report is None:
        raise NotFound("There is no such report.", "Check the number or the code.")
    told = tell(report, language, now)
    if not hers:
        return told
    code = code_of(report.id)
    closed_lately = report.state == ReportState.CLOSED and now - report.changed_at <= REOPENED_WITHIN
    return told | {
        "text": report.text,
        "photo": f"/api/v1/reports/{code}/photo" if hasattr(report, "photo") else None,
        "moves": _moves(report, language, now, officially=False),
        "mine": {
            "id": report.id,
            "code": "-".join(re.findall("....", code)),
            "can_say_more": report.state != ReportState.CLOSED,
            "can_reopen": closed_lately,
        },
    }


def id_by_code(code: str) -> UUID:
    """Find the report that a code opens.

    Raises:
        NotFound: None.

    """
    found = Report.objects.filter(code_hash=hash_of(code)).values_list("id", flat=True).first()
    if found is None:
        raise NotFound("There is no such report.", "Check the code.")
    return found  # type: ignore[no-any-return]


def reports_of(resident_id: UUID, language: str, now: datetime) -> list[dict[str, Any]]:
    """List a resident's reports and those that she joined, the latest first."""
    joined = ReportJoin.objects.filter(resident=resident_id).values("report")
    rows = _listed().filter(reporter=resident_id) | _listed().filter(id__in=joined)
    return [tell(row, language, now) for row in rows.order_by("-filed_at")[:50]]


def photo_of(key: str, resident_id: UUID | None) -> bytes:
    """Give the picture of a report: to its reporter, and to all where a clerk has looked at it.

    Raises:
        NotFound: None that may be shown.

    """
    photos = ReportPhoto.objects.select_related("report")
    photo = photos.filter(report__code_hash=hash_of(key)).first()
    if photo is None:
        photo = photos.filter(report__number=key).first()
        hers = photo is not None and resident_id is not None and photo.report.reporter_id == resident_id
        if photo is not None and not photo.report.open_to_all and not hers:
            photo = None
    if photo is None:
        raise NotFound("There is no such picture.", "A picture is shown once the office has looked at it.")
    return bytes(photo.content)


def open_tasks(clerk: Clerk, now: datetime) -> list[Task]:
    """List the reports that wait for the office, what is due first."""
    rows = _listed().exclude(state=ReportState.CLOSED).order_by("due", "filed_at")[:TASKS_OF_A_SOURCE_MAX]
    return [_task(row, clerk.language) for row in rows]


def _task(report: Report, language: str) -> Task:
    where = report.address or report.place or report.number
    return Task(
        kind="report",
        subject=str(report.id),
        title=report_book().kind(report.kind).title[language],
        text=f"{where} · {texts.say(f'report.state.{report.state}', language)}",
        due=report.due,
        href=f"/desk/reports/{report.id}",
    )


def for_desk(report_id: UUID, language: str, now: datetime) -> dict[str, Any]:
    """Show a report to the office; who reported it is not told.

    Raises:
        NotFound: There is none.

    """
    report = _listed().select_related("officer").filter(id=report_id).first()
    if report is None:
        raise NotFound("There is no such report.", "Go back to the queue.")
    kind = report_book().kind(report.kind)
    asks = {ask.code: ask for ask in kind.asks}
    endpoint = report_book().endpoints.get(report.forward_to)
    return tell(report, language, now) | {
        "id": report.id,
        "via": report.via,
        "text": report.text,
        "open_to_all": report.open_to_all,
        "media_url": report.media_url or None,
        "photo": f"/api/v1/desk/reports/{report.id}/photo" if hasattr(report, "photo") else None,
        "due": report.due,
        "officer": report.officer_id,
        "officers": [
            {"id": one.id, "text": str(one)} for one in Account.objects.filter(role=Role.CASE_OFFICER).order_by("name")
        ],
        "answers": [
            {
                "text": asks[code].text[language],
                "value": asks[code].choices[value][language] if value in asks[code].choices else value,
            }
            for code, value in report.answers.items()
            if code in asks
        ],
        "moves": _moves(report, language, now, officially=False),
        "forward": {
            "to": endpoint.name[language],
            "number": report.forward_number or None,
            "error": report.forward_error or None,
            "tries": report.forward_tries,
        }
        if endpoint
        else None,
    }


def desk_photo(report_id: UUID) -> bytes:
    """Give the picture of a report to the office.

    Raises:
        NotFound: There is none.

    """
    photo = ReportPhoto.objects.filter(report=report_id).first()
    if photo is None:
        raise NotFound("There is no such picture.", "Go back to the report.")
    return bytes(photo.content)


def jurisdiction() -> str:
    """Name this city to other programs."""
    return report_book().jurisdiction_id or settings.CITY.id
