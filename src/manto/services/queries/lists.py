"""Ranking lists: for the officer, line by line without names, and for a family, where its child stands and why."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from manto.city.wording import day_text
from manto.residents.commands.lookups import city_day
from manto.services.commands.giving import OPEN_TO_OFFICER
from manto.services.commands.ranking import group_of, list_of, window_of
from manto.services.education.windows import Group
from manto.services.models import Case, RankedCase
from manto.services.reference import services, the_service, windows
from manto.services.wording import texts

COUNTS = {None: "unknown", 0: "nothing"}


def lists_for_desk(language: str) -> list[dict[str, Any]]:
    """List the groups of every ranking list that somebody is on, the latest year first."""
    found = RankedCase.objects.filter(service__in=[name for name in windows() if name in services()])
    kinds = found.order_by("-year", "service").values_list("year", "service", "group").distinct()
    on = set(kinds)
    return [
        _line(service, year, group, language)
        for year, service in dict.fromkeys((year, service) for year, service, _ in kinds)
        for group in windows()[service].groups
        if (year, service, group.id) in on
    ]


def _line(service: str, year: int, group: Group, language: str) -> dict[str, Any]:
    listed = list_of(service, year, group)
    return {
        "service": service,
        "year": year,
        "group": group.id,
        "title": texts.say("list.title", language, title=the_service(service).title[language], year=year),
        "group_title": group.title[language],
        "on_list": len(listed),
        "places": group.places,
        "given": sum(row.case.state == "granted" for _, row in listed),
        "proposed": sum(one.within and row.case.state in OPEN_TO_OFFICER for one, row in listed),
    }


def list_for_desk(service: str, year: int, group_id: str, language: str, now: datetime) -> dict[str, Any]:
    """Show a list in its order: points and what they are for, whom the machine proposes, and no names.

    Raises:
        NotFound: There is no such list.

    """
    group, window = group_of(service, group_id), window_of(service)
    today = city_day(now)
    closes = window.days(year)[1]
    return {
        **_line(service, year, group, language),
        "when_text": _when(closes, today, language),
        "open": today <= closes,
        "ties": window.ties[language],
        "law": the_service(service).law[language],
        "rows": [
            {
                "case": row.case_id,
                "number": row.case.number,
                "position": one.position,
                "points": row.points,
                "late": row.late,
                "state": row.case.state,
                "proposed": one.within and row.case.state in OPEN_TO_OFFICER,
                "lines": _lines(row, language),
            }
            for one, row in list_of(service, year, group)
        ],
    }


def standing_of(case: Case, name: str, language: str, now: datetime) -> dict[str, Any] | None:
    """Say where a case stands on its list and why; None where it is on none, or on it no more."""
    row = RankedCase.objects.filter(case=case.id).first()
    window = windows().get(case.service)
    if row is None or window is None:
        return None
    group = next((one for one in window.groups if one.id == row.group), None)
    listed = list_of(row.service, row.year, group) if group else []
    place = next((one for one, other in listed if other.case_id == case.id), None)
    if group is None or place is None:
        return None
    closes, today = window.days(row.year)[1], city_day(now)
    values = {"name": name, "position": place.position, "of": len(listed), "places": group.places}
    return {
        "title": f"{group.title[language]}, {row.year}",
        "text": texts.say("list.within" if place.within else "list.waiting", language, **values),
        "within": place.within,
        "points": row.points,
        "when_text": _when(closes, today, language),
        "late_text": texts.say("list.late", language, day=day_text(closes, language, today=today))
        if row.late
        else None,
        "ties": window.ties[language],
        "lines": _lines(row, language),
    }


def _when(closes: Any, today: Any, language: str) -> str:
    key = "list.open" if today <= closes else "list.closed"
    return texts.say(key, language, day=day_text(closes, language, today=today))


def _lines(row: RankedCase, language: str) -> list[dict[str, Any]]:
    return [
        {
            "text": line["why"].get(language) or line["why"]["en"],
            "points": line["points"],
            "worth": line["worth"],
            "counts_text": texts.say(f"list.counts.{COUNTS.get(line['points'], 'something')}", language),
        }
        for line in row.lines
    ]
