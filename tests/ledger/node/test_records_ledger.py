"""A node's ledger, whole: sequencer, state, disk, proofs."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "state"))

from town import ORIGIN, RULES, START_S, Town, delegation, new_town, pair, rule_pack

from manto.kernel.clock import FixedClock
from manto.kernel.errors import MantoError
from manto.ledger.bundle import verify_bundle
from manto.ledger.log.errors import TreeForked
from manto.ledger.node import RecordsLedger, StateStore
from manto.ledger.node.records import files_of
from manto.ledger.node.store import STATE_FILE
from manto.ledger.sequencer.embedded import Limits
from manto.ledger.sequencer.port import Block
from manto.ledger.sequencer.store import Store, init_store, open_store
from manto.ledger.statements import Kind, parse_envelope, parse_statement, statement_entry
from manto.ledger.statements.errors import MissingEndorser, WrongPrevious

TITLE = "land-title/E897-45-312"
PAOLO, ANNA, BRUNO = (pair(name).public_key for name in ("paolo", "anna", "bruno"))


class Desk:
    """A town whose statements go to a real node instead of into blocks of its own."""

    def __init__(self, folder: Path) -> None:
        if not folder.exists():
            init_store(folder, ORIGIN)
        self.store: Store = open_store(folder)
        self.clock = FixedClock(datetime.fromtimestamp(START_S + 600, UTC))
        self.ledger = self.open()
        self.paper = Town()
        self.paper.time_s = START_S + 600

    def open(self) -> RecordsLedger:
        """Open the node."""
        return RecordsLedger(self.store, clock=self.clock, limits=Limits(block_interval_ms=1))

    def reopen(self) -> None:
        """Close the node and open it again."""
        self.ledger.close()
        self.ledger = self.open()

    def send(self, *raws: bytes) -> int:
        """File statements and wait until they are final; give the place of the first."""
        placed = self.ledger.wait_until_final(self.ledger.file(raws), 20)
        for raw in raws:
            self.remember(raw)
        return placed.first_index

    def remember(self, raw: bytes) -> None:
        """Let the papers know what was recorded."""
        of = parse_envelope(raw)
        self.paper.archive.keep(of)
        self.paper.latest[parse_statement(of.payload).record] = of.hash

    def file(self, record: str, kind: Kind, *signers: str, **fields: Any) -> int:
        """Draw up a statement, have it signed and file it."""
        return self.send(self.paper.signed(self.paper.statement(record, kind, **fields), *signers))

    def found(self) -> None:
        """Found the ledger with the town's members, officers and rules."""
        for block in new_town().blocks[:2]:
            self.send(*block.statements)
        self.send(rule_pack(self.paper, RULES, self.ledger.state.height + 2))
        self.send(delegation(self.paper, "court", "clerk of the court", ["court"]))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Give a desk with a founded ledger."""
    desk = Desk(tmp_path / "ledger")
    desk.found()
    yield desk
    desk.ledger.close()


def test_a_title_is_sold_and_the_buyer_has_a_proof(desk: Desk) -> None:
    """From the founding to a proof that anyone can check with the log's policy."""
    desk.file(TITLE, Kind.ISSUE, "registrar", holders=(PAOLO,))
    desk.file(TITLE, Kind.TRANSFER, "registrar", "notary", "paolo", "anna", holders=(ANNA,))

    verdict = verify_bundle(desk.ledger.bundle(TITLE).to_bytes(), desk.ledger.policy)

    assert verdict.statement is not None
    assert verdict.statement.holders == (ANNA,)
    assert {one.agency for one in verdict.signers} == {"land office", "notaries", ""}
    lien = verify_bundle(desk.ledger.bundle(TITLE.replace("land-title", "lien")).to_bytes(), desk.ledger.policy)
    assert lien.statement is None


def test_what_is_refused_moves_nothing(desk: Desk) -> None:
    """A submission is taken in whole or not at all."""
    good = desk.paper.signed(desk.paper.statement(TITLE, Kind.ISSUE, holders=(PAOLO,)), "registrar")
    bad = desk.paper.signed(desk.paper.statement("land-title/2", Kind.ISSUE, holders=(PAOLO,)), "notary")
    before = desk.ledger.sequencer.size

    with pytest.raises(MissingEndorser):
        desk.ledger.file([good, bad])

    assert desk.ledger.sequencer.size == before
    desk.send(good)
    assert desk.ledger.head(TITLE) is not None


def test_of_two_sales_at_once_one_is_promised(desk: Desk) -> None:
    """Eight buyers' sales of one flat, filed at the same moment: one promise, seven refusals."""
    desk.file(TITLE, Kind.ISSUE, "registrar", holders=(PAOLO,))
    names = [f"buyer {n}" for n in range(8)]
    raws = [
        desk.paper.signed(
            desk.paper.statement(TITLE, Kind.TRANSFER, holders=(pair(name).public_key,)),
            "registrar", "notary", "paolo", name,
        )
        for name in names
    ]  # fmt: skip
    results: list[object] = []

    def sell(raw: bytes) -> None:
        try:
            results.append(desk.ledger.wait_until_final(desk.ledger.file([raw]), 20))
        except MantoError as refused:
            results.append(refused)

    sellers = [threading.Thread(target=sell, args=(raw,)) for raw in raws]
    for seller in sellers:
        seller.start()
    for seller in sellers:
        seller.join()

    assert sorted(type(one).__name__ for one in results) == ["Placement"] + ["WrongPrevious"] * 7


def test_statements_may_build_on_what_only_waits(desk: Desk) -> None:
    """A chain of ten in one submission, each on the one before; and a second disposal among them is refused."""
    chain = [desk.paper.signed(desk.paper.statement(TITLE, Kind.ISSUE, holders=(PAOLO,)), "registrar")]
    for _ in range(9):
        desk.remember(chain[-1])
        chain.append(desk.paper.signed(desk.paper.statement(TITLE, Kind.AMEND), "registrar"))

    desk.send(*chain)

    head = desk.ledger.head(TITLE)
    assert head is not None
    assert head.statement == parse_envelope(chain[-1]).hash
    with pytest.raises(WrongPrevious):
        desk.ledger.file([desk.paper.signed(desk.paper.statement(TITLE, Kind.AMEND, prev=bytes(32)), "registrar")])


def test_it_goes_on_after_being_closed(desk: Desk) -> None:
    """State, constitution and proofs are as they were."""
    desk.file(TITLE, Kind.ISSUE, "registrar", holders=(PAOLO,))
    before = desk.ledger.state

    desk.reopen()

    after = desk.ledger.state
    assert (after.map.root, after.header_hash, after.constitution) == (
        before.map.root, before.header_hash, before.constitution,
    )  # fmt: skip
    desk.file(TITLE, Kind.TRANSFER, "registrar", "notary", "paolo", "anna", holders=(ANNA,))


def test_a_state_that_is_gone_is_made_again_from_the_log(desk: Desk) -> None:
    """Only the statements are needed: pages, places and acts follow from the log."""
    desk.file(TITLE, Kind.ISSUE, "registrar", holders=(PAOLO,))
    root = desk.ledger.state.map.root
    desk.ledger.close()
    (files_of(desk.store) / STATE_FILE).unlink()

    desk.ledger = desk.open()

    assert desk.ledger.state.map.root == root
    verify_bundle(desk.ledger.bundle(TITLE).to_bytes(), desk.ledger.policy)


def test_a_state_that_lost_its_last_blocks_catches_up(desk: Desk) -> None:
    """What a power cut took from the state's file is executed again."""
    size = desk.ledger.state.size
    desk.file(TITLE, Kind.ISSUE, "registrar", holders=(PAOLO,))
    desk.file(TITLE, Kind.AMEND, "registrar")
    root = desk.ledger.state.map.root
    desk.ledger.close()
    states = StateStore(files_of(desk.store), ORIGIN)
    states.back_to(size)
    states.close()

    desk.ledger = desk.open()

    assert desk.ledger.state.map.root == root


def test_a_state_that_is_ahead_of_the_log_goes_back(desk: Desk) -> None:
    """A block that was executed and never decided is as if it had not been."""
    statement = desk.paper.statement(TITLE, Kind.ISSUE, holders=(PAOLO,))
    raw = desk.paper.signed(statement, "registrar")
    root, size = desk.ledger.state.map.root, desk.ledger.state.size
    application = desk.ledger._application
    desk.ledger.close()
    states = StateStore(files_of(desk.store), ORIGIN)
    application._store = states
    application.state = states.load()
    states_of = parse_envelope(raw)
    with states.commit_scope():
        states.keep([states_of])
    application.seal(Block(application.state.height + 1, size, [statement_entry(states_of.hash)], 2_000_000_000_000))
    assert states.load().size == size + 2
    states.close()

    desk.ledger = desk.open()

    assert (desk.ledger.state.map.root, desk.ledger.state.size) == (root, size)
    assert desk.ledger.head(TITLE) is None
    desk.send(raw)


def test_a_state_of_another_history_is_refused(desk: Desk, tmp_path: Path) -> None:
    """A state whose last header is not the log's is not gone on with."""
    other = Desk(tmp_path / "other")
    other.found()
    other.file(TITLE, Kind.ISSUE, "registrar", holders=(BRUNO,))
    other.ledger.close()
    desk.file(TITLE, Kind.ISSUE, "registrar", holders=(PAOLO,))
    desk.ledger.close()
    (files_of(desk.store) / STATE_FILE).write_bytes((files_of(other.store) / STATE_FILE).read_bytes())

    with pytest.raises(TreeForked, match="not the one that the log's last header names"):
        desk.open()


def test_old_proofs_still_check_after_much_has_come(desk: Desk) -> None:
    """A proof is of its checkpoint and stays so."""
    desk.file(TITLE, Kind.ISSUE, "registrar", holders=(PAOLO,))
    old = desk.ledger.bundle(TITLE).to_bytes()
    for n in range(5):
        desk.file(f"land-title/{n}", Kind.ISSUE, "registrar", holders=(PAOLO,))

    new = verify_bundle(desk.ledger.bundle(TITLE).to_bytes(), desk.ledger.policy)

    assert verify_bundle(old, desk.ledger.policy).height < new.height
