"""The demo's desks: what waits there when the city first opens, made through the doors that everybody uses.

The city's `cases.yaml` lists it. Whoever asks is one of the synthetic residents: nobody can step into them, so that the
personas find their own pages as the story tells them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from dateutil.relativedelta import relativedelta
from django.conf import settings

from manto.city import read_yaml
from manto.kernel.errors import BadInput
from manto.residents import personas
from manto.residents.commands.lookups import city_day
from manto.residents.models import Resident
from manto.residents.queries import Room, read_facts
from manto.services.commands import applications, office
from manto.services.commands.report_office import take_report
from manto.services.commands.reports import Problem, file_report
from manto.services.demo_waiting import ask_for_places, choose_times
from manto.services.models import Case, Report
from manto.services.reference import the_service

LANGUAGE = "it"  # in which the list is written


def fill_desks(now: datetime) -> int:
    """Let what the city's `cases.yaml` lists wait at the desks, unless something waits; say how many.

    Raises:
        BadInput: Something in the list cannot be; names it.

    """
    file = settings.CITY.folder / "cases.yaml"
    if not file.is_file() or Case.objects.exists() or Report.objects.exists():
        return 0
    listed = read_yaml(file)
    account = personas.account_id(listed["officer"])
    asking = _Asking(now)
    made = 0
    for number, line in enumerate(listed.get("cases", ())):
        if (who := asking.next_of(*line["age"])) is not None:
            _put_case(line, who, account, number, now)
            made += 1
    for number, line in enumerate(listed.get("reports", ())):
        _put_report(line, account, number, now)
        made += 1
    made += sum(ask_for_places(line, account, now) for line in listed.get("places", ()))
    return made + sum(choose_times(line, asking.next_of, now) for line in listed.get("appointments", ()))


class _Asking:
    """Chooses who asks: the synthetic adults in the order of their identifiers, each once."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        known = {personas.resident_id(one["id"]) for one in personas.content_of_city().get("residents", ())}
        everybody: Iterable[UUID] = Resident.objects.order_by("id").values_list("id", flat=True)
        self._left = [one for one in everybody if one not in known]
        self._born: dict[UUID, date | None] = {}

    def next_of(self, youngest: int, oldest: int) -> UUID | None:
        """Give the next between two ages; none where the demo has too few people."""
        found = next((one for one in self._left if youngest <= self._age(one) <= oldest), None)
        if found is not None:
            self._left.remove(found)
        return found

    def _age(self, who: UUID) -> int:
        if who not in self._born:
            birth = read_facts(who, ["person.birth"], Room("services"), "is_it_for_you", self._now).get("person.birth")
            self._born[who] = birth.value if birth and isinstance(birth.value, date) else None
        born = self._born[who]
        return relativedelta(city_day(self._now), born).years if born else -1


def _put_case(line: Mapping[str, Any], who: UUID, officer: UUID, number: int, now: datetime) -> None:
    case_id = uuid5(who, f"demo case {number}")
    sent = now - timedelta(days=line["days_ago"])
    answers = {field: _answer(value, city_day(now)) for field, value in line["answers"].items()}
    applications.open_case(case_id, line["service"], subject_id=who, applicant_id=who, now=sent)
    applications.save_answers(case_id, answers, applicant_id=who)
    applications.send_case(case_id, applicant_id=who, now=sent)
    law = the_service(line["service"]).law[LANGUAGE]
    for days, (what, reason) in enumerate(_steps(line), start=1):
        _do(what, case_id, who, officer, reason, law, sent + timedelta(days=days))


def _steps(line: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for step in line.get("then", ()):
        yield from step.items()


def _answer(value: Any, today: date) -> Any:
    return personas.day_of(value, today).isoformat() if str(value).startswith("today") else value


def _do(what: str, case_id: UUID, who: UUID, officer: UUID, reason: str, law: str, at: datetime) -> None:
    match what:
        case "take":
            office.take_case(case_id, account_id=officer, now=at)
        case "ask":
            office.ask_to_complete(case_id, account_id=officer, reason=reason, now=at)
        case "complete":
            office.complete_case(case_id, applicant_id=who, now=at)
        case "grant":
            office.decide_case(case_id, "granted", account_id=officer, reason=reason, law=law, now=at)
        case "refuse":
            office.decide_case(case_id, "refused", account_id=officer, reason=reason, law=law, now=at)
        case "appeal":
            office.appeal_case(case_id, applicant_id=who, reason=reason, now=at)
        case _:
            raise BadInput(f"'{what}' is nothing that happens to a case.", "See the head of cases.yaml.")


def _put_report(line: Mapping[str, Any], officer: UUID, number: int, now: datetime) -> None:
    report_id, filed = uuid5(officer, f"demo report {number}"), now - timedelta(days=line["days_ago"])
    where = (float(line["at"][0]), float(line["at"][1]))
    said = Problem(line["kind"], where, line["address"], text=line["text"], answers=line.get("answers", {}))
    file_report(report_id, said, via="app", now=filed)
    if line.get("taken"):
        take_report(report_id, account_id=officer, open_to_all=True, now=filed + timedelta(days=1))
