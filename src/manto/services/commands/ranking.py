"""Putting applications on their ranking list: the machine adds up, and what is not known counts nothing until it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from manto.kernel.errors import NotFound
from manto.residents.commands.lookups import city_day
from manto.services.education.ranking import Entry, Ranked, ranked
from manto.services.education.windows import Group, Window
from manto.services.explaining import why_text
from manto.services.knowing import KnownCase, known_case, rules_on
from manto.services.models import Case, RankedCase
from manto.services.reference import windows
from manto.services.rules.deciding import Rule
from manto.store.command import command

WAITING = ("sent", "in_progress", "to_complete", "under_review")


@command
def add_up(case_ids: Iterable[UUID], *, now: datetime) -> None:
    """Add up anew what counts for some applications, by what is known by now."""
    for case in Case.objects.filter(id__in=case_ids, state__in=WAITING):
        put_on_list(case, now=now)


def on_open_lists(subject_id: UUID, today: date) -> list[UUID]:
    """Name the applications of somebody that stand on a list which can still change."""
    waiting = RankedCase.objects.filter(case__subject=subject_id, case__state__in=WAITING)
    rows = [row for row in waiting.values_list("case", "service", "year") if row[1] in windows()]
    return [case for case, service, year in rows if today <= windows()[service].days(year)[1]]


def put_on_list(case: Case, *, now: datetime) -> None:
    """Put a case that was sent on the ranking list of its service, if it has one; call it inside a command.

    What gives points is read for her who asks; a case that is completed is added up again.
    """
    window, today = windows().get(case.service), city_day(now)
    rule = rules_on(today).get(case.service)
    if window is None or not window.groups or rule is None:
        return
    known = known_case(case.subject_id, now, proactively=False, asked_by=case.applicant_id, scored=case.service)
    birth = known.case.facts.get("person.birth")
    if not isinstance(birth, date):
        return
    asked = window.round_of(city_day(case.sent_at))
    group = window.group_of(birth, asked.year)
    if group is None:
        return
    lines = _lines(rule, known)
    RankedCase.objects.update_or_create(
        case=case,
        defaults={
            "service": case.service,
            "year": asked.year,
            "group": group.id,
            "late": asked.late,
            "birth": birth,
            "points": sum(line["points"] or 0 for line in lines),
            "lines": lines,
        },
    )


def _lines(rule: Rule, known: KnownCase) -> list[dict[str, Any]]:
    score = rule.score(known.case)
    return [
        {
            "name": bound.line.name,
            "why": {language: why_text(bound.line.why, rule, language) for language in bound.line.why},
            "points": score.lines[bound.line.name],
            "worth": bound.points(known.case),
        }
        for bound in rule.rank
    ]


def list_of(service: str, year: int, group: Group) -> list[tuple[Ranked, RankedCase]]:
    """Give a list in its order: who waits and who has a place; who was refused or withdrew is not on it."""
    rows = RankedCase.objects.filter(
        service=service, year=year, group=group.id, case__state__in=(*WAITING, "granted")
    ).select_related("case")
    by_case = {row.case_id: row for row in rows}
    return [(one, by_case[one.entry.case]) for one in ranked(map(_entry, by_case.values()), group.places)]


def _entry(row: RankedCase) -> Entry:
    case = row.case
    return Entry(case.id, row.late, row.points, row.birth, case.sent_at, case.state == "granted")


def window_of(service: str) -> Window:
    """Find the window of a service that has places to give.

    Raises:
        NotFound: It has no ranking list.

    """
    window = windows().get(service)
    if window is None or not window.groups:
        raise NotFound("This service has no ranking list.", "Choose one from the list.")
    return window


def group_of(service: str, group_id: str) -> Group:
    """Find a group of children on a list.

    Raises:
        NotFound: There is none.

    """
    group = next((one for one in window_of(service).groups if one.id == group_id), None)
    if group is None:
        raise NotFound("This list has no such group.", "Choose one from the list.")
    return group
