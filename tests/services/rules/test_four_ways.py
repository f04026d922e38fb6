"""One rule, four ways to evaluate it, one answer; and learning a fact never turns an answer round."""

import os
import sqlite3

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.services.rules.conftest import the_language
from tests.services.rules.rule_makers import COMPLETE, ON, SHARED, VALUES, conditions, numbers, populations

from manto.services.rules.binding import bind
from manto.services.rules.closures import compile_closure
from manto.services.rules.frame import Frame, Resident, create_tables, rows_of
from manto.services.rules.in_sql import POSTGRESQL, SQLITE, columns_of, write_program
from manto.services.rules.mistakes import ExpressionMistake
from manto.services.rules.parsing import parse

LANGUAGE = the_language()


def parsed(texts):
    """Read those expressions that are no monsters."""
    nodes = []
    for text in texts:
        try:
            nodes.append(bind(parse(text, LANGUAGE, want=None), ON, {}))
        except ExpressionMistake as mistake:
            if not any(said in mistake.what for said in ("could grow beyond", "too large", "longer")):
                raise
    return nodes


def one_by_one(nodes, frame):
    """Evaluate by closures."""
    closures = [compile_closure(node) for node in nodes]
    return [[closure(case) for closure in closures] for case in frame.cases]


def by_sql(nodes, frame, dialect, execute, executemany):
    """Evaluate in a database."""
    columns = columns_of(nodes)
    for statement in create_tables(columns, dialect, frame="frame", kin="kin"):
        execute(statement)
    mark = "?" if dialect is SQLITE else "%s"
    rows = list(rows_of(frame, columns, dialect))
    executemany(f"INSERT INTO frame VALUES ({', '.join([mark] * len(rows[0]))})", rows)  # noqa: S608
    executemany(f"INSERT INTO kin VALUES ({mark}, {mark}, {mark})", frame.kin)  # noqa: S608
    program = write_program(nodes, dialect)
    for statement in program.households:
        execute(statement)
    return [list(row[1:]) for row in execute(program.select).fetchall()]


def as_sqlite(values):
    """Say values as SQLite does."""
    return [[value if value is None else int(value) for value in row] for row in values]


@pytest.fixture(scope="module")
def postgresql():
    """Connect to PostgreSQL, which `make test` starts."""
    url = os.environ.get("MANTO_TEST_POSTGRESQL")
    if not url:
        pytest.skip("MANTO_TEST_POSTGRESQL names no server; `make test` starts one")
    with psycopg.connect(url, autocommit=True, prepare_threshold=None) as connection:
        yield connection


rules = st.lists(conditions(depth=3) | numbers("", 2), min_size=1, max_size=6)


@settings(max_examples=150)
@given(texts=rules, residents=populations())
def test_sqlite_answers_as_one_by_one(texts, residents):
    """All values, unknown included, households included."""
    nodes, frame = parsed(texts), Frame.of(residents, LANGUAGE)
    if not nodes:
        return
    with sqlite3.connect(":memory:") as database:
        said = by_sql(nodes, frame, SQLITE, database.execute, database.executemany)
    database.close()

    assert as_sqlite(one_by_one(nodes, frame)) == said


@settings(max_examples=100)
@given(texts=rules, residents=populations())
def test_postgresql_answers_as_one_by_one(postgresql, texts, residents):
    """All values, unknown included, households included."""
    nodes, frame = parsed(texts), Frame.of(residents, LANGUAGE)
    if not nodes:
        return
    with postgresql.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.frame, pg_temp.kin, pg_temp.said")
        said = by_sql(nodes, frame, POSTGRESQL, cursor.execute, cursor.executemany)

    assert one_by_one(nodes, frame) == said


@settings(max_examples=150)
@given(texts=rules, residents=populations())
def test_polars_answers_as_one_by_one(texts, residents):
    """All values, unknown included, households included."""
    in_polars = pytest.importorskip("manto.services.rules.in_polars", exc_type=ImportError)
    nodes, frame = parsed(texts), Frame.of(residents, LANGUAGE)
    if not nodes:
        return

    said = in_polars.evaluate(nodes, *in_polars.read_frame(frame, columns_of(nodes)))

    assert one_by_one(nodes, frame) == [list(row) for row in said.rows()]


def test_a_household_is_counted_whole_without_a_condition():
    """Though no column is asked for, each member counts once."""
    in_polars = pytest.importorskip("manto.services.rules.in_polars", exc_type=ImportError)
    couple = [Resident({}, ((1, "partner"),), True), Resident({}, ((0, "partner"),), True)]
    nodes, frame = parsed(["count(household)"]), Frame.of(couple, LANGUAGE)

    said = in_polars.evaluate(nodes, *in_polars.read_frame(frame, columns_of(nodes)))

    assert one_by_one(nodes, frame) == [[2], [2]] == [list(row) for row in said.rows()]


@settings(max_examples=300)
@given(text=conditions(depth=3), residents=populations(), data=st.data())
def test_learning_never_turns_an_answer_round(text, residents, data):
    """Learn one thing more of anybody: what was yes or no stays so."""
    nodes = parsed([text])
    if not nodes:
        return
    row = data.draw(st.integers(0, len(residents) - 1))
    more = data.draw(st.sampled_from([name for name in VALUES if name not in COMPLETE]))
    learned = list(residents)
    facts, others = dict(residents[row].facts), residents[row].others
    if residents[row].closed:
        return
    if more not in facts and (more != "vehicle.low_emission" or facts.get("vehicle.count") != 0):
        household = [facts, *(residents[other].facts for other, _ in others or ())]
        shared = [known[more] for known in household if more in SHARED and more in known]
        facts[more] = shared[0] if shared else data.draw(VALUES[more])
        if facts.get("vehicle.count") == 0 and "vehicle.low_emission" in facts:
            return
        learned[row] = Resident(facts, others)

    before, after = (one_by_one(nodes, Frame.of(people, LANGUAGE)) for people in (residents, learned))

    for (was,), (now,) in zip(before, after, strict=True):
        assert was is None or was == now
