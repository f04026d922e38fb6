"""What the node does as it goes along is what a stranger gets who executes the blocks from their bytes."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_records_ledger import ORIGIN, PAOLO, START_S, Town, new_town, pair, rule_pack

from manto.kernel.clock import FixedClock
from manto.kernel.errors import MantoError
from manto.ledger.node import StateStore
from manto.ledger.node.application import RecordsApplication
from manto.ledger.sequencer.port import Block as PlacedBlock
from manto.ledger.state import Block, State, Transition, Void, apply
from manto.ledger.statements import Kind, parse_envelope, statement_entry

PEOPLE = ("paolo", "anna")
RECORDS = ("land-title/1", "land-title/2", "lien/1")

attempts = st.lists(
    st.tuples(
        st.sampled_from(RECORDS),
        st.sampled_from([Kind.ISSUE, Kind.AMEND, Kind.TRANSFER, Kind.SUSPEND, Kind.REINSTATE, Kind.REVOKE]),
        st.sampled_from([("registrar",), ("bank",), ("judge",), ("registrar", "notary", "paolo", "anna")]),
        st.sampled_from(PEOPLE),
        st.integers(0, 3),
    ),
    max_size=30,
)


class FullDisk(StateStore):
    """A store whose disk refuses the next block when told to."""

    refuses = False

    def save(self, transition: Transition) -> State:
        """Refuse once."""
        if self.refuses:
            self.refuses = False
            raise sqlite3.OperationalError("database or disk is full")
        return super().save(transition)


class Node:
    """An application without a sequencer: the test decides what is in a block; beside it a stranger executes the same."""

    def __init__(self, folder: str) -> None:
        self.town: Town = new_town()
        self.clock = FixedClock(datetime.fromtimestamp(START_S, UTC))
        self.store = FullDisk(Path(folder), ORIGIN)
        self.void: list[Void] = []
        self.application = RecordsApplication(self.store, self.clock, self.logged, self.void.append)
        self.entries: list[bytes] = []
        founding, self.town.blocks = self.town.blocks, []
        self.town.__init__()  # type: ignore[misc]
        for block in founding:
            for raw in block.statements:
                self.submit(raw)
            self.seal(len(block.statements))

    def logged(self, start: int, end: int) -> list[bytes]:
        """Give the log's entries."""
        return self.town.entries[start:end]

    def submit(self, raw: bytes) -> bool:
        """Hand a statement in; say whether it was admitted."""
        of = parse_envelope(raw)
        with self.store.commit_scope():
            self.store.keep([of])
        entry = statement_entry(of.hash)
        try:
            self.application.admit([entry])
        except MantoError:
            return False
        self.entries.append(entry)
        return True

    def seal(self, count: int) -> None:
        """End a block after some of what waits; the stranger's header must be the same."""
        entries, self.entries = self.entries[:count], self.entries[count:]
        state = self.town.state
        time_s = max(state.time_s, int(self.clock.now().timestamp()))
        hashes = [entry[-32:] for entry in entries]
        raws = [self.store.statement(one) or b"" for one in hashes]
        expected = apply(state, Block(state.height + 1, time_s, raws))

        sealed = self.application.seal(PlacedBlock(state.height + 1, state.size, entries, time_s * 1000))

        assert list(sealed) == [expected.header.to_entry()]
        assert [one.index for one in self.void] == [one.index for one in expected.void]
        self.void.clear()
        self.town.time_s = time_s
        self.town.block(raws)


@contextmanager
def a_node() -> Iterator[Node]:
    """Give a node with a founded ledger."""
    with tempfile.TemporaryDirectory() as folder:
        node = Node(folder)
        yield node
        node.store.close()


@given(attempts, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_what_is_sealed_as_admitted_is_what_the_bytes_say(tries: list[tuple[Any, ...]], draw: Any) -> None:
    """Whatever is submitted and wherever the blocks end, the node's headers are those of the plain function."""
    with a_node() as node:
        for record, kind, signers, holder, then in tries:
            node.town.time_s = int(node.clock.now().timestamp())
            head = node.application._draft.head(record)
            node.town.latest.pop(record, None)
            if head is not None:
                raw = node.store.statement(head.statement)
                assert raw is not None
                node.town.archive.keep(parse_envelope(raw))
                node.town.latest[record] = head.statement
            fields: dict[str, Any] = {"holders": (pair(holder).public_key,)} if record.startswith("land") else {}
            node.submit(node.town.signed(node.town.statement(record, kind, **fields), *signers))
            if then == 0 and node.entries:
                node.clock.advance(timedelta(seconds=draw.randint(0, 90)))
                latest, node.town.latest = node.town.latest, {}  # what only waits stands in no block yet
                node.seal(draw.randint(1, len(node.entries)))
                node.town.latest = latest
        if node.entries:
            node.seal(len(node.entries))


def test_rules_that_change_between_admission_and_block_make_it_void() -> None:
    """What was admitted by the old rules, and stands in a block of the new ones, has no effect; all nodes say so."""
    rules = {"name": "new", "registers": {"lien": {"endorse": {"issue": ["role", "court"]}}}}
    with a_node() as node:
        node.town.time_s = START_S
        assert node.submit(rule_pack(node.town, rules, node.town.state.height + 2))
        lien = node.town.signed(node.town.statement("lien/9", Kind.ISSUE), "bank")
        assert node.submit(lien)

        node.seal(1)

        assert node.town.state.head("lien/9") is None
        assert node.application._draft.head("lien/9") is None
        node.seal(1)
        assert node.application.state.head("lien/9") is None


def test_a_statement_that_grew_too_old_while_it_waited_is_void() -> None:
    """Thirty days between promise and block, and the bytes decide."""
    with a_node() as node:
        node.town.time_s = START_S
        assert node.submit(
            node.town.signed(node.town.statement("land-title/9", Kind.ISSUE, holders=(PAOLO,)), "registrar")
        )
        node.clock.advance(timedelta(days=31))

        node.seal(1)

        assert node.application.state.head("land-title/9") is None


def test_a_block_that_the_disk_refused_is_tried_again_and_forgets_nothing() -> None:
    """What waits behind it still counts: a second sale of what was promised away stays refused."""
    with a_node() as node:
        node.town.time_s = START_S
        issue = node.town.signed(node.town.statement("land-title/9", Kind.ISSUE, holders=(PAOLO,)), "registrar")
        other = node.town.signed(node.town.statement("land-title/8", Kind.ISSUE, holders=(PAOLO,)), "registrar")
        assert (node.submit(other), node.submit(issue)) == (True, True)
        again = node.town.signed(
            node.town.statement("land-title/9", Kind.ISSUE, holders=(pair("anna").public_key,)), "registrar"
        )
        state, entries = node.application.state, list(node.entries)

        node.store.refuses = True
        with pytest.raises(sqlite3.OperationalError):
            node.seal(1)

        node.entries = entries
        assert node.application.state == state
        assert not node.submit(again)
        node.seal(1)
        node.seal(1)
        assert node.application.state.head("land-title/9") is not None


def test_a_block_that_was_executed_and_not_decided_is_executed_again() -> None:
    """The journal's disk refused: the sequencer asks again, gets the same header, and what waits still counts."""
    with a_node() as node:
        node.town.time_s = START_S
        raws = [
            node.town.signed(node.town.statement(f"land-title/{n}", Kind.ISSUE, holders=(PAOLO,)), "registrar")
            for n in (8, 9)
        ]
        again = node.town.signed(node.town.statement("land-title/9", Kind.ISSUE), "registrar")
        assert [node.submit(raw) for raw in raws] == [True, True]
        state = node.application.state
        block = PlacedBlock(state.height + 1, state.size, node.entries[:1], state.time_s * 1000)

        first, second = node.application.seal(block), node.application.seal(block)

        assert first == second
        assert not node.submit(again)


def test_what_is_sealed_survives_opening_again() -> None:
    """State, constitution and acts are read back as they were written."""
    with a_node() as node:
        before = node.application.state
        after = node.store.load()

        assert replace(after, map=before.map, archive=before.archive) == before
        assert after.map.root == before.map.root
