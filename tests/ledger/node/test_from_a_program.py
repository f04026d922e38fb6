"""The ledger as a library: what other rooms stand on."""

from __future__ import annotations

import re
import secrets
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from test_records_ledger import ORIGIN, PAOLO, TITLE, Desk
from town import ROLES, START_S, pair

from manto.kernel.errors import BadInput, Conflict, NotFound
from manto.ledger.bodies import SqliteBodies, draw_up_body, erase, received_body
from manto.ledger.bodies.encryption import BodyUnreadable
from manto.ledger.keys import KeyPair, make_key_file, read_key_file
from manto.ledger.log.errors import NotProven
from manto.ledger.node import open_ledger
from manto.ledger.node.recorded import RecordedBlock
from manto.ledger.node.records import files_of
from manto.ledger.node.store import STATEMENTS_FILE
from manto.ledger.state import acts
from manto.ledger.state.constitution import Member
from manto.ledger.state.errors import GovernanceRefused, StatementMissing
from manto.ledger.statements import Kind, Status, parse_envelope, statement_entry
from manto.ledger.statements.errors import MissingEndorser, Replayed, RevokedKey, WrongPrevious

PAGE = Path(__file__).parents[3] / "docs" / "guide" / "ledger-from-a-program.md"
FIELDS = {"owner": "Paolo Bianchi", "area_m2": 94}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Give a desk with a founded ledger."""
    desk = Desk(tmp_path / "ledger")
    desk.found()
    yield desk
    desk.ledger.close()


@pytest.fixture
def bodies(tmp_path: Path) -> Iterator[SqliteBodies]:
    """Give a custodian's bodies."""
    bodies = SqliteBodies(tmp_path / "bodies")
    yield bodies
    bodies.close()


def test_the_page_for_programs_runs_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every line of Python on the page, in its order, in one program."""
    monkeypatch.chdir(tmp_path)
    program = "\n".join(re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL))

    exec(compile(program, str(PAGE), "exec"), {})  # noqa: S102  the page is ours

    assert (tmp_path / "title.proof").exists()


def test_a_ledger_is_made_once_and_found_again(tmp_path: Path) -> None:
    """Without a name none is made; with one, the second opening finds the first's."""
    with pytest.raises(NotFound):
        open_ledger(tmp_path / "records")
    open_ledger(tmp_path / "records", origin=ORIGIN).close()

    with open_ledger(tmp_path / "records", origin="another.example") as again:
        assert again.origin == ORIGIN


def test_what_is_checked_is_not_taken_in(desk: Desk) -> None:
    """A check says what filing would, of good statements and bad ones, and leaves no trace."""
    good = desk.paper.signed(desk.ledger.next_statement(TITLE, Kind.ISSUE, holders=(PAOLO,)), "registrar")
    bad = desk.paper.signed(desk.ledger.next_statement(TITLE, Kind.ISSUE, holders=(PAOLO,)), "notary")

    desk.ledger.check([good])
    with pytest.raises(MissingEndorser):
        desk.ledger.check([bad])

    assert desk.ledger.latest(TITLE) is None
    desk.send(good)
    with pytest.raises(Replayed):
        desk.ledger.check([good])


def test_the_next_statement_builds_on_what_only_waits(desk: Desk) -> None:
    """Three in a row, none of them final yet; what is kept is kept by itself."""
    promises = []
    for kind in (Kind.ISSUE, Kind.SUSPEND, Kind.REINSTATE):
        changes = {"holders": (PAOLO,), "fields": bytes(32)} if kind is Kind.ISSUE else {}
        statement = desk.ledger.next_statement(TITLE, kind, **changes)
        promises.append(desk.ledger.file([desk.paper.signed(statement, "registrar")]))
    desk.ledger.wait_until_final(promises[-1], 20)

    history = desk.ledger.history(TITLE)

    assert [one.statement.kind for one in history] == [Kind.REINSTATE, Kind.SUSPEND, Kind.ISSUE]
    assert {one.statement.holders for one in history} == {(PAOLO,)}
    assert {one.recorded_s for one in history} == {START_S + 600}
    assert [one.in_effect for one in history] == [True] * 3
    assert desk.ledger.history("land-title/none") == []


def test_an_earlier_state_comes_back_exactly(desk: Desk) -> None:
    """A restoration is drawn up so that the state machine takes it."""
    desk.file("birth/enzo", Kind.ISSUE, "clerk")
    desk.file("passport/enzo", Kind.ISSUE, "clerk", "second clerk", holders=(PAOLO,), until_s=START_S + 10**7)
    desk.file("passport/enzo", Kind.SUSPEND, "clerk")
    suspended = desk.ledger.latest("passport/enzo")
    desk.file("death/enzo", Kind.ISSUE, "clerk")
    desk.file("passport/enzo", Kind.REVOKE, "clerk")
    desk.file("death/enzo", Kind.ANNUL, "clerk")
    annulled, revoked = desk.ledger.latest("death/enzo"), desk.ledger.latest("passport/enzo")
    assert suspended is not None
    assert annulled is not None
    assert revoked is not None

    back = acts.restoration(
        ORIGIN, revoked, suspended, desk.ledger.now_s(), [annulled.hash], "declared dead by mistake"
    )
    desk.send(desk.paper.signed(back, "clerk"))

    head = desk.ledger.head("passport/enzo")
    assert head is not None
    assert head.status is Status.SUSPENDED


def test_a_reader_gets_every_block_once_also_over_a_restart(desk: Desk) -> None:
    """Read a little, close, open, read on: together all of it, in order, each entry proven to be there."""
    first = list(desk.ledger.blocks())
    desk.file(TITLE, Kind.ISSUE, "registrar", holders=(PAOLO,))
    desk.reopen()
    desk.file(TITLE, Kind.AMEND, "registrar")

    rest = list(desk.ledger.blocks(first[-1].size))

    assert [block.header.height for block in first + rest] == list(range(1, desk.ledger.state.height + 1))
    assert [one.statement.kind for block in rest for one in block.statements] == [Kind.ISSUE, Kind.AMEND]
    for one in (one for block in first + rest for one in block.statements):
        assert desk.ledger.sequencer.entry(one.index) == statement_entry(one.hash)
    assert list(desk.ledger.blocks(rest[-1].size)) == []
    with pytest.raises(BadInput):
        list(desk.ledger.blocks(rest[-1].size - 1))


def test_a_reader_is_woken_by_what_becomes_final(desk: Desk) -> None:
    """It waits beside the writer and sees the block as soon as it stands."""
    size = desk.ledger.sequencer.size
    seen: list[RecordedBlock] = []

    def read() -> None:
        if desk.ledger.wait_for_blocks(size, 20):
            seen.extend(desk.ledger.blocks(size))

    reader = threading.Thread(target=read)
    reader.start()
    desk.file(TITLE, Kind.ISSUE, "registrar", holders=(PAOLO,))
    reader.join()

    assert [one.statement.record for one in seen[0].statements] == [TITLE]
    assert desk.ledger.wait_for_blocks(desk.ledger.sequencer.size, 0.01) is False


def test_a_statement_that_is_damaged_is_not_given(desk: Desk) -> None:
    """What is kept is given with its signatures; what is not there is nothing."""
    desk.file(TITLE, Kind.ISSUE, "registrar", holders=(PAOLO,))
    head = desk.ledger.head(TITLE)
    assert head is not None

    found = desk.ledger.statement(head.statement)

    assert found is not None
    assert found.signers == {pair("registrar").public_key}
    assert desk.ledger.statement(bytes(32)) is None
    with closing(sqlite3.connect(files_of(desk.store) / STATEMENTS_FILE)) as database, database:
        database.execute("UPDATE statement SET envelope = x'00' WHERE hash = ?", (head.statement,))
    with pytest.raises(StatementMissing):
        desk.ledger.statement(head.statement)


def test_the_ledger_replays_itself_beside_its_writer(desk: Desk) -> None:
    """Every root again, while the ledger is open."""
    desk.file(TITLE, Kind.ISSUE, "registrar", holders=(PAOLO,))

    replayed = desk.ledger.replay()

    assert (replayed.state.map.root, replayed.void) == (desk.ledger.state.map.root, 0)
    assert replayed.state.header_hash == desk.ledger.state.header_hash


def test_an_officer_gets_a_new_key_and_the_old_one_counts_no_more(desk: Desk) -> None:
    """Delegate the new one, revoke the old one, from the next place on."""
    new = KeyPair.of_seed(bytes(31) + b"n")
    now_s, old = desk.ledger.now_s(), desk.ledger.latest(acts.delegation_record(pair("registrar").public_key))
    assert old is not None
    roles = ["land.registrar"]
    delegated = acts.delegation(
        ORIGIN, "land office", new.public_key, roles, now_s, from_s=now_s, until_s=now_s + 10**6
    )
    revoked = acts.revocation(ORIGIN, old, desk.ledger.sequencer.size, now_s, "token lost")
    desk.send(desk.paper.signed(delegated, "land office"), desk.paper.signed(revoked, "land office"))

    with pytest.raises(RevokedKey):
        desk.file(TITLE, Kind.ISSUE, "registrar", holders=(PAOLO,))

    assert desk.ledger.state.constitution.officers[new.public_key].roles == {"land.registrar"}


def test_an_agency_goes_over_to_the_key_that_it_announced(desk: Desk) -> None:
    """First it announces, then it changes; another key than the announced one is refused."""
    members = desk.ledger.state.constitution.members
    next_key = pair("land office, next")

    def file_members(changed: Member) -> None:
        listed = [changed if name == changed.name else member for name, member in members.items()]
        latest = desk.ledger.latest("governance/ledger")
        amended = acts.membership(ORIGIN, listed, 3, desk.ledger.now_s(), latest)
        desk.send(desk.paper.signed(amended, *list(ROLES)[1:]))

    announcing = replace(members["land office"], next_key_hash=acts.announced(next_key.public_key))
    file_members(announcing)
    with pytest.raises(GovernanceRefused, match="announced"):
        file_members(replace(announcing, key=pair("impostor").public_key, next_key_hash=None))
    file_members(replace(announcing, key=next_key.public_key, next_key_hash=None))

    assert desk.ledger.state.constitution.member_with_key(next_key.public_key) is not None
    assert desk.ledger.state.constitution.member_with_key(pair("land office").public_key) is None


def test_a_second_disposal_is_refused_to_the_one_who_drew_it_up_too_early(desk: Desk) -> None:
    """What was drawn up from an older state is refused, whoever drew it up."""
    desk.file(TITLE, Kind.ISSUE, "registrar", holders=(PAOLO,))
    early = desk.ledger.next_statement(TITLE, Kind.AMEND)
    desk.file(TITLE, Kind.AMEND, "registrar", reason="area measured again")

    with pytest.raises(WrongPrevious):
        desk.ledger.file([desk.paper.signed(early, "registrar")])


def test_a_key_file_is_its_owners_alone_and_never_written_over(tmp_path: Path) -> None:
    """Made once, read back the same; refused when others can read it, or when it is something else."""
    path = tmp_path / "keys" / "registrar"
    made = make_key_file(path)

    assert read_key_file(path) == made
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert made.seed.hex() not in repr(made)
    with pytest.raises(Conflict):
        make_key_file(path)
    path.chmod(0o640)
    with pytest.raises(BadInput, match="Others"):
        read_key_file(path)
    path.chmod(0o600)
    path.write_text("not a key")
    with pytest.raises(BadInput, match="not a signing key"):
        read_key_file(path)
    with pytest.raises(NotFound):
        read_key_file(tmp_path / "none")


def test_a_body_is_kept_shown_and_read_back(bodies: SqliteBodies) -> None:
    """Fields come back as they were; one of them can be shown alone."""
    body = draw_up_body(TITLE, FIELDS, secrets.token_bytes)

    bodies.keep(bytes(32), body)

    assert bodies.body(bytes(32)).commitments == body.commitments
    [shown] = bodies.disclose(bytes(32), ["area_m2"])
    assert shown.value == 94
    assert "Bianchi" not in repr(body)
    with pytest.raises(NotFound, match="no field"):
        bodies.disclose(bytes(32), ["price"])


def test_a_body_from_another_custodian_is_checked(bodies: SqliteBodies) -> None:
    """The right one is taken; another record's, another key or other salts are not."""
    body = draw_up_body(TITLE, FIELDS, secrets.token_bytes)
    salts, root = body.commitments.salts, body.commitments.root

    assert received_body(TITLE, body.sealed, body.key, salts, root).commitments == body.commitments
    with pytest.raises(BodyUnreadable):
        received_body("land-title/other", body.sealed, body.key, salts, root)
    with pytest.raises(NotProven):
        received_body(TITLE, body.sealed, body.key, {name: bytes(16) for name in salts}, root)
    with pytest.raises(NotProven):
        received_body(TITLE, body.sealed, body.key, {"owner": salts["owner"]}, root)


def test_what_is_erased_is_in_no_file_any_more(tmp_path: Path, bodies: SqliteBodies) -> None:
    """Key, salts and ciphertext are gone from the files' bytes, not only from what the program answers."""
    body, other = (draw_up_body(record, FIELDS, secrets.token_bytes) for record in (TITLE, "land-title/other"))
    bodies.keep(b"1" * 32, body)
    bodies.keep(b"2" * 32, other)
    secrets_of = [body.key, body.commitments.salts["owner"], body.commitments.salts["area_m2"], body.sealed[24:]]
    assert all(any(one in data for data in _files(tmp_path / "bodies")) for one in secrets_of)

    erase([b"1" * 32], bodies)

    assert not any(one in data for data in _files(tmp_path / "bodies") for one in secrets_of)
    with pytest.raises(NotFound, match="was erased"):
        bodies.body(b"1" * 32)
    assert bodies.body(b"2" * 32).commitments == other.commitments


def _files(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.iterdir()]


def test_a_bodys_bytes_bind_it_to_its_statement(desk: Desk, bodies: SqliteBodies) -> None:
    """The statement of a filed record commits to exactly the body that is kept under its hash."""
    body = draw_up_body(TITLE, FIELDS, secrets.token_bytes)
    issue = desk.ledger.next_statement(TITLE, Kind.ISSUE, holders=(PAOLO,), **body.statement_fields)
    raw = desk.paper.signed(issue, "registrar")
    bodies.keep(parse_envelope(raw).hash, body)
    desk.send(raw)

    [recorded] = desk.ledger.history(TITLE)
    kept = bodies.body(recorded.hash)

    assert kept.commitments.root == recorded.statement.fields
    assert kept.statement_fields["body"] == recorded.statement.body
