"""Trying a version of a rule on a synthetic city, in a database in memory: no resident's fact is read."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from datetime import date

from manto.residents.synthetic import Population
from manto.services.dryrun.changing import letter
from manto.services.dryrun.counting import Cell, DryRun, dry_run_of
from manto.services.dryrun.grouping import AGE_NAMES, HOUSEHOLDS, age_nodes, household_nodes, sort_out
from manto.services.dryrun.synthetic import sqlite_rows, synthetic_frame
from manto.services.rules.deciding import Rule
from manto.services.rules.frame import create_tables
from manto.services.rules.in_sql import SQLITE, columns_of, write_program
from manto.services.rules.language import Language
from manto.services.rules.parsing import parse
from manto.services.rules.service import Service, Version
from manto.services.rules.tree import NO, Node


def try_on_synthetic(
    service: Service,
    before: Version | None,
    after: Version | None,
    population: Population,
    language: Language,
    *,
    on: date,
) -> DryRun:
    """Say who of a synthetic population gains, loses or becomes unknown when one version gives way to another."""
    rules = [None if version is None else Rule(service, version, on) for version in (before, after)]
    pairs: list[Node] = [node for rule in rules for node in (rule.nodes() if rule else (NO, NO))]
    ages, kinds = age_nodes(language, on), household_nodes(language, on)
    nodes = [*pairs, parse("home.district", language, want=None), *ages, *kinds]
    columns = columns_of(nodes)
    frame = synthetic_frame(population, columns, language)
    counted: Counter[tuple[str, str, tuple[str, str, str]]] = Counter()
    with closing(sqlite3.connect(":memory:")) as database:
        for statement in create_tables(columns, SQLITE, frame="frame", kin="kin"):
            database.execute(statement)
        marks = ", ".join("?" * (2 + len(columns) + sum(column.absent for column in columns)))
        database.executemany(f"INSERT INTO frame VALUES ({marks})", sqlite_rows(frame, columns))  # noqa: S608
        kin = zip(frame.subjects.tolist(), frame.members.tolist(), frame.relations.tolist(), strict=True)
        database.executemany("INSERT INTO kin VALUES (?, ?, ?)", kin)
        program = write_program(nodes, SQLITE)
        for statement in program.households:
            database.execute(statement)
        for _, first, met, second, met_after, where, *rest in database.execute(program.select):
            groups = sort_out(where, rest[: len(ages)], rest[len(ages) :])
            counted[letter(first, met), letter(second, met_after), groups] += 1
    districts = sorted({groups[0] for _, _, groups in counted})
    cells = (Cell(was, now, groups, count) for (was, now, groups), count in counted.items())
    return dry_run_of(cells, {"district": districts, "age": AGE_NAMES, "household": HOUSEHOLDS})
