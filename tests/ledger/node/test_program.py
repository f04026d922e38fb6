"""Filing, proving, verifying and replaying by the program, as a clerk's IT person does it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from test_records_ledger import PAOLO, TITLE, Desk
from typer.testing import CliRunner

from manto.cli.main import app
from manto.ledger.node.records import state_file
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
    with closing(sqlite3.connect(state_file(desk.store), isolation_level=None)) as database:
        database.execute("DELETE FROM statement WHERE hash = ?", (desk.paper.latest[TITLE],))

    code, said = run("ledger", "replay", desk.store.root)

    assert code == 2
    assert "not kept here" in said


def test_a_changed_statement_is_not_taken(desk: Desk) -> None:
    """Bytes that are not those of the statement's name are as good as none."""
    with closing(sqlite3.connect(state_file(desk.store), isolation_level=None)) as database:
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
