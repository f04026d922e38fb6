"""The desk on which rules are changed: checked as they are written, tried on everybody, published from a day on."""

from __future__ import annotations

from datetime import date
from typing import Any

import yaml
from django.conf import settings
from django.http import HttpRequest
from ninja import Path, Router, Schema
from pydantic import Field

from manto.kernel.errors import BadInput
from manto.residents.access import staff
from manto.residents.commands.lookups import city_day
from manto.residents.reference import place_names
from manto.residents.roles import Role
from manto.services import rulebook
from manto.services.commands.rules import publish_rule
from manto.services.dryrun.changing import try_version
from manto.services.dryrun.counting import DryRun
from manto.services.rules.explaining import say_value
from manto.services.rules.mistakes import RuleMistakes
from manto.services.rules.service import Service, Version
from manto.services.wording import texts

router = Router(tags=["desk"])
author = staff(Role.SERVICE_DESIGNER, Role.CASE_OFFICER, Role.ADMINISTRATOR)
ServiceId = Path(alias="id")
TEXT_LENGTH_MAX = 20_000


class RuleLineOut(Schema):
    """A service in the list of rules."""

    id: str
    title: str
    since: date


class ParameterOut(Schema):
    """A value that the law names, as it stands in the newest version."""

    name: str
    type: str
    value: str
    said: str


class RuleOut(Schema):
    """A rule as it stands, with the text of its newest version for an author to change."""

    id: str
    title: str
    subject: str
    versions: list[date]
    next_from: date
    parameters: list[ParameterOut]
    text: str


class TextIn(Schema):
    """A version as its author writes it."""

    text: str = Field(max_length=TEXT_LENGTH_MAX)


class ChangeIn(Schema):
    """A value that the law changes from a day on."""

    name: str
    value: str = Field(max_length=40)
    begins: date


class MistakeOut(Schema):
    """Something that is wrong at one place; line and column are counted from 1."""

    line: int
    column: int
    width: int
    shown: str
    what: str
    next_step: str


class CheckedOut(Schema):
    """Whether a text can be read; when it can, from which day it would decide."""

    mistakes: list[MistakeOut]
    begins: date | None = None
    hash: str = ""


class StateOut(Schema):
    """How many residents are in a state before and after; null is a count too small to show."""

    state: str
    before: int | None
    after: int | None


class GroupOut(Schema):
    """How many of one group change; null is a count too small to show."""

    group: str
    label: str
    count: int | None


class BreakdownOut(Schema):
    """One kind of change, by district, age or kind of household."""

    change: str
    dimension: str
    groups: list[GroupOut]


class TotalOut(Schema):
    """How many change in one way; null is a count too small to show."""

    change: str
    count: int | None


class DryRunOut(Schema):
    """What a change of a rule would do to the city."""

    on: date
    residents: int
    states: list[StateOut]
    totals: list[TotalOut]
    breakdowns: list[BreakdownOut]


@router.get("/desk/rules", response=list[RuleLineOut], auth=author, operation_id="desk_rules")
def rules(request: HttpRequest) -> Any:
    """List the services whose rules can be changed."""
    language = request.visitor.language
    return [
        {"id": one.id, "title": _title(one, language), "since": one.versions[-1].valid_from}
        for one in rulebook.services()
    ]


@router.get("/desk/rules/{slug:id}", response=RuleOut, auth=author, operation_id="desk_rule")
def rule(request: HttpRequest, service_id: str = ServiceId) -> Any:
    """Show a rule with the text of its newest version."""
    service, language = rulebook.the_service(service_id), request.visitor.language
    newest, today = service.versions[-1], city_day(settings.CLOCK.now())
    begins = max(today, newest.valid_from)
    parameters = [
        {
            "name": name,
            "type": dated.type,
            "value": _written(dated.type, dated.values[-1][1]),
            "said": say_value(dated.values[-1][1], dated.type, language, date.isoformat),
        }
        for name, dated in newest.parameters.items()
        if not dated.parameter.many
    ]
    return {
        "id": service.id,
        "title": _title(service, language),
        "subject": service.subject,
        "versions": [version.valid_from for version in service.versions],
        "next_from": date(begins.year + begins.month // 12, begins.month % 12 + 1, 1),
        "parameters": parameters,
        "text": rulebook.text_of(newest),
    }


@router.post("/desk/rules/{slug:id}/change", response=TextIn, auth=author, operation_id="change_parameter")
def change(request: HttpRequest, body: ChangeIn, service_id: str = ServiceId) -> Any:
    """Write the next version, in which one value of the law is another from a day on."""
    newest = rulebook.the_service(service_id).versions[-1]
    if body.name not in newest.parameters:
        raise BadInput("This rule names no such value.", "Choose one of those it names.")
    document = yaml.safe_load(rulebook.text_of(newest))
    document["from"] = body.begins
    document["params"][body.name]["values"][body.begins] = int(body.value) if body.value.isdecimal() else body.value
    return {"text": rulebook.dumped(document)}


@router.post("/desk/rules/{slug:id}/check", response=CheckedOut, auth=author, operation_id="check_rule")
def check(request: HttpRequest, body: TextIn, service_id: str = ServiceId) -> Any:
    """Read a text, and tell every mistake at its place."""
    service = rulebook.the_service(service_id)
    try:
        version = _read(service, body.text)
    except RuleMistakes as mistakes:
        return {"mistakes": [_mistake(one) for one in mistakes.mistakes]}
    return {"mistakes": [], "begins": version.valid_from, "hash": version.hash}


@router.post("/desk/rules/{slug:id}/dry-run", response=DryRunOut, auth=author, operation_id="dry_run_rule")
def dry_run(request: HttpRequest, body: TextIn, service_id: str = ServiceId) -> Any:
    """Say who would gain, who would lose and of whom it would become unknown, on the day on which the text begins."""
    service = rulebook.the_service(service_id)
    version = _read(service, body.text)
    return _shown(_try(service, version), version.valid_from, request.visitor.language)


@router.post("/desk/rules/{slug:id}/publish", response=RuleLineOut, auth=author, operation_id="publish_rule")
def publish(request: HttpRequest, body: TextIn, service_id: str = ServiceId) -> Any:
    """Let a text decide from its day on."""
    service, now = rulebook.the_service(service_id), settings.CLOCK.now()
    version = _read(service, body.text)
    counts = DryRunOut.model_validate(_shown(_try(service, version), version.valid_from, "en")).model_dump(mode="json")
    account, today = request.visitor.account_id, city_day(now)
    row = publish_rule(service, version, body.text, account_id=account, dry_run=counts, today=today, now=now)
    return {"id": service.id, "title": _title(service, request.visitor.language), "since": row.valid_from}


def _read(service: Service, text: str) -> Version:
    return rulebook.version_of_text(text, service.id, service.subject, name=service.id)


def _try(service: Service, version: Version) -> DryRun:
    on = version.valid_from
    before = service.version_on(on)
    return try_version(service, before, version, on=on, now=settings.CLOCK.now())


def _title(service: Service, language: str) -> str:
    return service.title.get(language) or service.title["en"]


def _written(type_name: str, value: Any) -> str:
    if type_name == "euro":
        return f"{value // 100}.{value % 100:02}" if value % 100 else str(value // 100)
    return value.isoformat() if isinstance(value, date) else str(value)


def _mistake(mistake: Any) -> dict[str, Any]:
    at = mistake.place
    return {
        "line": at.line,
        "column": at.column,
        "width": at.width,
        "shown": at.text,
        "what": mistake.what,
        "next_step": mistake.next_step,
    }


def _shown(run: DryRun, on: date, language: str) -> dict[str, Any]:
    def label(dimension: str, group: str) -> str:
        if dimension == "district":
            return place_names(language).get(group) or texts.say("dryrun.unknown", language)
        if dimension == "age":
            return texts.say("dryrun.unknown", language) if group == "unknown" else group.replace("-", "–")
        return texts.say(f"dryrun.household.{group}", language)

    return {
        "on": on,
        "residents": run.residents,
        "states": [{"state": letter, "before": b, "after": a} for letter, (b, a) in run.states.items()],
        "totals": [{"change": change, "count": count} for change, count in run.totals.items()],
        "breakdowns": [
            {
                "change": one.change,
                "dimension": one.dimension,
                "groups": [
                    {"group": group, "label": label(one.dimension, group), "count": count}
                    for group, count in one.counts.items()
                ],
            }
            for one in run.breakdowns
        ],
    }
