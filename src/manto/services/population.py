"""What every service is to every resident, worked out in the database, for all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection

from manto.residents.queries import Room
from manto.residents.queries.population import FRAME, KIN, move_population, open_population, residents_of_population
from manto.services.rules.deciding import Rule, rule_on
from manto.services.rules.in_sql import POSTGRESQL, SQLITE, columns_of, pairs_of, write_program
from manto.services.rules.service import Service
from manto.services.rules.states import PopulationStates
from manto.services.rules.tree import Node

ROOM = Room("services")
SAID = "population_said"
# Facts that a later version may need are read for all the days, so that the tables are made once.
Rules = list[Rule | None]


def evaluate_population(
    services: Sequence[Service],
    on_dates: Sequence[date],
    *,
    now: datetime,
    reason: str = "sweep",
    purpose: str | None = "proactive",
) -> PopulationStates:
    """Say what each service is to each resident on each of several days, as the city knows them now.

    Everybody whose facts are read gets a line, one a day. Who does not agree to the purpose is not among the
    residents; to the rules of others in her household she is somebody of whom nothing is known.

    Args:
        services: Which services.
        on_dates: The days, the earliest first.
        now: The moment of reading.
        reason: The code of the reason, which the residents read in words.
        purpose: The consent for which it is read; none for what the law itself asks for.

    Returns:
        The states, the same as ``Rule.state_of`` gives one by one.

    """
    rules: list[Rules] = [[rule_on(service, day) for service in services] for day in on_dates]
    nodes = [pairs_of(of_day) for of_day in rules]
    facts = facts_read(node for of_day in nodes for node in of_day)
    open_population(facts, ROOM, reason, now, purpose=purpose, on=on_dates[0])
    numbered = residents_of_population()
    codes = []
    for i, day in enumerate(on_dates):
        if i:
            move_population(facts, on_dates[i - 1], day, purpose=purpose)
        codes.append(_codes(nodes[i], {row for row, _ in numbered}))
    return PopulationStates(
        services=tuple(service.id for service in services),
        versions=tuple(tuple(rule.version.hash if rule else "" for rule in of_day) for of_day in rules),
        days=tuple(on_dates),
        residents=tuple(resident for _, resident in numbered),
        codes=tuple(codes),
    )


def facts_read(nodes: Iterable[Node]) -> list[str]:
    """Name the facts that expressions read, and that one more by which the dead are told."""
    return sorted({column.fact for column in columns_of(nodes)})


def _codes(nodes: Sequence[Node], wanted: set[int]) -> tuple[str, ...]:
    rows = run_program(nodes, code=True)
    return tuple(code for row, code in rows if row in wanted) if len(wanted) < len(rows) else tuple(c for _, c in rows)


def run_program(nodes: Sequence[Node], *, code: bool = False) -> list[tuple[Any, ...]]:
    """Evaluate expressions over the tables that are open in this session."""
    dialect = SQLITE if connection.vendor == "sqlite" else POSTGRESQL
    program = write_program(nodes, dialect, frame=FRAME, kin=KIN, said=SAID, code=code)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {SAID}")
        for statement in program.households:
            cursor.execute(statement)
        cursor.execute(program.select)
        return list(cursor.fetchall())
