"""Trying a version of a rule on the whole city, in the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from manto.residents.queries.population import open_population
from manto.residents.reference import place_names
from manto.services import rulebook
from manto.services.dryrun.counting import Cell, DryRun, dry_run_of
from manto.services.dryrun.grouping import AGE_NAMES, HOUSEHOLDS, UNKNOWN, age_nodes, household_nodes, sort_out
from manto.services.population import ROOM, facts_read, run_program
from manto.services.rules.deciding import Rule
from manto.services.rules.parsing import parse
from manto.services.rules.service import Service, Version
from manto.services.rules.tree import Constant, Kind, Node

NOBODY = Constant(False, Kind.YESNO)


def try_version(service: Service, before: Version | None, after: Version | None, *, on: date, now: datetime) -> DryRun:
    """Say who gains, who loses and of whom it becomes unknown when one version of a rule gives way to another.

    Only counts leave the database, and small ones are hidden. Everybody whose facts are read gets a line, one a day.

    Args:
        service: Whose rule it is.
        before: The version that decides now; none when nothing was due to anybody.
        after: The version that would decide.
        on: The day for which both are asked.
        now: The moment.

    """
    rules = [None if version is None else Rule(service, version, on) for version in (before, after)]
    pairs: list[Node] = [node for rule in rules for node in (rule.nodes() if rule else (NOBODY, NOBODY))]
    language = rulebook.language()
    ages, kinds = age_nodes(language, on), household_nodes(language, on)
    district = parse("home.district", language, want=None)
    nodes = [*pairs, district, *ages, *kinds]
    open_population(facts_read(nodes), ROOM, "dry_run", now, on=on)
    counted: Counter[tuple[str, str, tuple[str, str, str]]] = Counter()
    for row in run_program(nodes):
        _, first, met, second, met_after, where, *rest = row
        groups = sort_out(where, rest[: len(ages)], rest[len(ages) :])
        counted[letter(first, met), letter(second, met_after), groups] += 1
    return dry_run_of(
        (Cell(before, after, groups, count) for (before, after, groups), count in counted.items()),
        {"district": _districts(counted), "age": AGE_NAMES, "household": HOUSEHOLDS},
    )


def letter(concerns: object, met: object) -> str:
    """Say a state by its letter, from whom the service is about and what holds."""
    if concerns is None:
        return "u"
    if not concerns:
        return "x"
    return "u" if met is None else "y" if met else "n"


def _districts(counted: Counter[tuple[str, str, tuple[str, str, str]]]) -> Sequence[str]:
    names = place_names("it")
    seen = {groups[0] for _, _, groups in counted}
    return [*sorted(seen - {UNKNOWN}, key=lambda one: names.get(one, one)), *(seen & {UNKNOWN})]
