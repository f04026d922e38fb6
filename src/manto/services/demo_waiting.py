"""The demo's ranking lists and appointments: who asked for a place for a child, and who chose a time at an office."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings

from manto.residents.commands.lookups import city_day
from manto.residents.loading import invented_births
from manto.residents.queries import guardians_of
from manto.services.appointments.times import times_of
from manto.services.commands import applications
from manto.services.commands.appointments import confirm_appointment, hold_time
from manto.services.commands.giving import give_places
from manto.services.commands.ranking import add_up, list_of, window_of
from manto.services.education.windows import Group, Window
from manto.services.reference import office_for

NextAdult = Callable[[int, int], UUID | None]
MORNING = time(9, tzinfo=UTC)


def ask_for_places(line: Mapping[str, Any], officer: UUID, now: datetime) -> int:
    """Let children ask for the places of a ranking list, in time and late; once it was closed, an officer gives them.

    Returns:
        How many children asked.

    """
    window = window_of(line["service"])
    year = window.round_of(city_day(now)).year
    opened, closed, _ = (datetime.combine(day, MORNING) for day in window.days(year))
    days, asked = line["days_after_opening"], 0
    for group in window.groups:
        children = list(_children(window, group, year, line["children_each"]))
        in_time = children[: len(children) - line["late_each"]]
        for number, family in enumerate(in_time):
            _ask(line, family, min(opened + timedelta(days=days[number % len(days)]), now), now)
        given = closed + timedelta(days=line["given_after"])
        if in_time and given < now:
            _give(line["service"], year, group, officer, given)
        for number, family in enumerate(children[len(in_time) :]):
            _ask(line, family, now - timedelta(days=number + 1), now)
        asked += len(children)
    return asked


def _give(service: str, year: int, group: Group, officer: UUID, at: datetime) -> None:
    proposed = [row.case_id for one, row in list_of(service, year, group) if one.within]
    give_places(service, year, group.id, proposed, account_id=officer, reason="", law="", now=at)


def _children(window: Window, group: Group, year: int, at_most: int) -> Iterator[tuple[UUID, UUID]]:
    """Find children of a group, born before the window opened, each with who acts for it; no persona is one."""
    opened, found = window.days(year)[0], 0
    for child, born in invented_births(opened - timedelta(days=4 * 366), opened):
        if found == at_most or window.group_of(born, year) != group:
            continue
        for guardian in guardians_of(child, on=opened)[:1]:
            found += 1
            yield child, guardian


def _ask(line: Mapping[str, Any], family: tuple[UUID, UUID], sent: datetime, now: datetime) -> None:
    child, guardian = family
    case_id = uuid5(child, f"demo place {line['service']}")
    applications.open_case(case_id, line["service"], subject_id=child, applicant_id=guardian, now=sent)
    applications.save_answers(case_id, {"@seen": line["seen"]}, applicant_id=guardian)
    applications.send_case(case_id, applicant_id=guardian, now=sent)
    add_up([case_id], now=now)


def choose_times(line: Mapping[str, Any], next_adult: NextAdult, now: datetime) -> int:
    """Let people choose times of an office, by the number of each among those that are free; says how many did."""
    free = list(times_of(office_for(line["service"]), now, settings.CITY.time_zone))
    made = 0
    for number in line["times"]:
        who = next_adult(*line["age"])
        if who is None or number >= len(free):
            continue
        appointment_id = uuid5(who, f"demo appointment {line['service']}")
        hold_time(appointment_id, line["service"], free[number], subject_id=who, booker_id=who, now=now)
        confirm_appointment(appointment_id, booker_id=who, now=now)
        made += 1
    return made
