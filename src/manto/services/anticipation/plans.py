"""Plans: what comes after an event in a life, step by step in the order of its days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from manto.city.address import in_the_form
from manto.services.catalogue.service import Service, Words


@dataclass(frozen=True)
class Plan:
    """A kind of plan.

    Attributes:
        fact: What begins it.
        of_child: Whether it is a child's, shown to whoever acts for it.
        ahead: Whether the fact is a day to come, until which the plan stands.
        lasts_days: How long it stands after the event.
        on: What is said of the day of the event.
        begins: With what words she begins it herself; empty where the event is not hers to tell.
        done: What the city has done already.
        stops: What ends with it.
        person: Whom to call.
        way_as: As which kind of walker one goes to its appointments; empty where it makes no difference.
        way: What the link to that way says.

    """

    id: str
    fact: str
    of_child: bool
    ahead: bool
    lasts_days: int
    title: Words
    on: Words
    begins: Words
    lead: Words
    done: tuple[Words, ...]
    stops: tuple[Words, ...]
    person: Words
    way_as: str
    way: Words

    def stands(self, event: date, today: date) -> bool:
        """Say whether a plan that began with an event stands today."""
        if self.ahead and event >= today:
            return True
        return event <= today <= event + timedelta(days=self.lasts_days)


@dataclass(frozen=True)
class Step:
    """A service as a step of a plan: from when, and by when it should be done."""

    service: str
    start: date
    by: date | None


@cache
def plans() -> dict[str, Plan]:
    """Give all kinds of plans."""
    file = files("manto.services.anticipation").joinpath("plans.yaml")
    read = in_the_form(yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader))
    return {
        name: Plan(
            id=name,
            fact=one["fact"],
            of_child=one["whose"] == "child",
            ahead=bool(one.get("ahead")),
            lasts_days=one["lasts_days"],
            title=one["title"],
            on=one["day"],
            begins=one.get("begins", {}),
            lead=one["lead"],
            done=tuple(one.get("done", ())),
            stops=tuple(one.get("stops", ())),
            person=one["person"],
            way_as=one.get("way", {}).get("as", ""),
            way=one.get("way", {}).get("text", {}),
        )
        for name, one in read.items()
    }


def steps_of(plan: str, services: Iterable[Service], event: date, today: date, facts: Mapping[str, Any]) -> list[Step]:
    """List the steps of a plan in the order of their days; what can be done now comes in the order of its deadline.

    Args:
        plan: Which.
        services: Those of the city.
        event: The day with which it began.
        today: The city's day.
        facts: What is known by name; a step may be on the day that a fact names.

    """
    steps = [
        _step(service.id, service.plans[plan], event, today, facts) for service in services if plan in service.plans
    ]
    return sorted(steps, key=lambda step: (max(step.start, today), step.by or date.max, step.service))


def _step(service: str, when: Mapping[str, Any], event: date, today: date, facts: Mapping[str, Any]) -> Step:
    if "fact" in when and isinstance(facts.get(when["fact"]), date):
        return Step(service, facts[when["fact"]], facts[when["fact"]])
    start = event + timedelta(days=int(when["from"])) if "from" in when else today
    by = event + timedelta(days=int(when["by"])) if "by" in when else None
    if "season" in when:
        start, by = _season(when["season"], max(start, today))
    return Step(service, start, by)


def _season(ends: list[str], after: date) -> tuple[date, date]:
    """Give the next run of days of the year that is not over on a day."""
    for year in (after.year, after.year + 1):
        first, last = (date.fromisoformat(f"{year}-{end}") for end in ends)
        if last >= after:
            return first, last
    raise AssertionError("every season comes again within a year")
