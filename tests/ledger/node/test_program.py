"""Filing, proving, verifying and replaying by the program, as a clerk's IT person does it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from test_records_ledger import ORIGIN, PAOLO, RULES, TITLE, Desk, Town, delegation, rule_pack
from town import ROLES, governance
from typer.testing import CliRunner

from manto.cli.main import app
from manto.kernel.clock import SystemClock
from manto.ledger.node.records import files_of
from manto.ledger.node.store import STATEMENTS_FILE
from manto.ledger.statements import Kind


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Give a founded ledger that nobody has open; the program takes the machine's clock, so only reading is tried."""
    desk = Desk(tmp_path / "ledger")
    desk.found()
    desk.file(TITLE, Kind.ISSUE, "registrar", holders=(PAOLO,))
    desk.ledger.close()
    return desk


def run(*arguments: object) -> tuple[int, str]:
    """Run the program; give its exit code and what it printed."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return result.exit_code, result.output


def test_a_record_is_shown_and_verified(desk: Desk, tmp_path: Path) -> None:
    """`show` writes what `verify` reads, with the log's own policy."""
    folder = desk.store.root

    shown, _ = run("ledger", "show", folder, TITLE, "--out", tmp_path / "proof")
    verified, sentence = run("verify", tmp_path / "proof", "--policy", folder / "private" / "policy")

    assert (shown, verified) == (0, 0)
    assert sentence.startswith(f"{TITLE} is valid since")


def test_the_ledger_is_replayed(desk: Desk) -> None:
    """Every root again, from the log and the statements."""
    code, said = run("ledger", "replay", desk.store.root)

    assert code == 0
    assert desk.ledger.state.map.root.hex() in said


def test_a_missing_statement_is_named(desk: Desk) -> None:
    """A replay without it ends with 2: it could not be checked."""
    with closing(sqlite3.connect(files_of(desk.store) / STATEMENTS_FILE, isolation_level=None)) as database:
        database.execute("DELETE FROM statement WHERE hash = ?", (desk.paper.latest[TITLE],))

    code, said = run("ledger", "replay", desk.store.root)

    assert code == 2
    assert "not kept here" in said


def test_a_changed_statement_is_not_taken(desk: Desk) -> None:
    """Bytes that are not those of the statement's name are as good as none."""
    with closing(sqlite3.connect(files_of(desk.store) / STATEMENTS_FILE, isolation_level=None)) as database:
        database.execute("UPDATE statement SET envelope = x'00' WHERE hash = ?", (desk.paper.latest[TITLE],))

    code, said = run("ledger", "replay", desk.store.root)

    assert code == 2
    assert "or is damaged" in said


def test_a_stale_statement_is_refused_by_the_program(desk: Desk, tmp_path: Path) -> None:
    """The reason is printed, and the exit code is 2."""
    raw = desk.paper.signed(desk.paper.statement("land-title/2", Kind.ISSUE, holders=(PAOLO,)), "registrar")
    (tmp_path / "statement").write_bytes(raw)

    code, said = run("ledger", "file", desk.store.root, tmp_path / "statement")

    assert code == 2
    assert "signed more than 30 days before" in said


def test_a_ledger_is_kept_by_the_program_alone(tmp_path: Path) -> None:
    """Made, founded, filed in, shown, verified and replayed, with the machine's own clock."""
    now_s = int(SystemClock().now().timestamp())
    paper = Town()
    paper.time_s = now_s
    folder, policy = tmp_path / "ledger", tmp_path / "ledger" / "private" / "policy"
    terms = {"from_s": now_s - 10, "until_s": now_s + 3_600}
    founding = paper.signed(paper.statement("governance/ledger", Kind.ISSUE, content=governance()), *ROLES)
    officer = delegation(paper, "land office", "registrar", ["land.registrar"], **terms)
    title = paper.signed(paper.statement(TITLE, Kind.ISSUE, holders=(PAOLO,)), "registrar")
    for name, raw in {"1": founding, "2": officer, "3": rule_pack(paper, RULES, 3), "4": title}.items():
        (tmp_path / name).write_bytes(raw)

    codes = [run("ledger", "init", folder, "--origin", ORIGIN)[0]]
    codes.append(run("ledger", "file", folder, tmp_path / "1")[0])
    codes.append(run("ledger", "file", folder, tmp_path / "2", tmp_path / "3")[0])
    filed, place = run("ledger", "file", folder, tmp_path / "4")
    codes.append(run("ledger", "show", folder, TITLE, "--out", tmp_path / "proof")[0])
    codes.append(run("verify", tmp_path / "proof", "--policy", policy)[0])
    codes.append(run("ledger", "replay", folder)[0])
    again, refusal = run("ledger", "file", folder, tmp_path / "4")

    assert (codes, filed, place) == ([0] * 6, 0, "5\n")
    assert again == 2
    assert "holds this statement already, as entry 5" in refusal.replace("\n", " ")
