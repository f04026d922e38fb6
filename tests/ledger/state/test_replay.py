"""The ledger follows from its log and its statements, and from nothing else."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from town import ORIGIN, Town, new_town, pair

from manto.kernel.errors import MantoError
from manto.ledger.map import MemoryPages, SparseMap
from manto.ledger.state import Block, MemoryArchive, State, admit, apply, draft_after
from manto.ledger.state.errors import StatementMissing
from manto.ledger.state.replay import ReplayDiffers, replay, signed_by
from manto.ledger.statements import Kind, encode_cbor, parse_entry, parse_envelope

PEOPLE = ("paolo", "anna", "bruno")
OFFICERS = ("registrar", "notary", "bank", "judge")
RECORDS = ("land-title/1", "land-title/2", "lien/1", "lien/2")

attempts = st.lists(
    st.tuples(
        st.sampled_from(RECORDS),
        st.sampled_from(list(Kind)),
        st.sets(st.sampled_from(OFFICERS + PEOPLE), min_size=1, max_size=4),
        st.sampled_from(PEOPLE),
        st.booleans(),
    ),
    max_size=30,
)


def try_everything(town: Town, tries: list[tuple[Any, ...]], each: Callable[[bytes, bool], None]) -> None:
    """File one attempt after another, as sent by people who may err or lie; say which of them are admitted."""
    for record, kind, signers, holder, names_latest in tries:
        fields: dict[str, Any] = {"holders": (pair(holder).public_key,)} if record.startswith("land") else {}
        if not names_latest:
            fields["prev"] = bytes(32)
        raw = town.signed(town.statement(record, kind, **fields), *signers)
        try:
            admit(draft_after(town.state, town.time_s), raw)
            admitted = True
        except MantoError:
            admitted = False
        each(raw, admitted)


def replayed(town: Town) -> State:
    """Rebuild the state from the log and the statements alone."""
    pages, archive = MemoryPages(), archive_of(town)
    state = State(ORIGIN, archive, SparseMap(pages))
    for transition in replay(state, town.entries):
        pages.keep(transition.state.height, transition.pages)
        for statement_hash, index in transition.placed.items():
            archive.place(statement_hash, index)
        state = transition.state
    return state


def archive_of(town: Town) -> MemoryArchive:
    """Give an archive with every statement that was ever put into a block, void ones too."""
    archive = MemoryArchive()
    for block in town.blocks:
        for raw in block.statements:
            archive.keep(parse_envelope(raw))
    return archive


@given(attempts)
@settings(max_examples=60, deadline=None)
def test_what_admission_refuses_is_void_and_what_it_admits_is_not(tries: list[tuple[Any, ...]]) -> None:
    """A node that promises and a node that re-executes judge alike; a void statement changes nothing but the size."""
    town = new_town()

    def each(raw: bytes, admitted: bool) -> None:
        root = town.state.map.root
        transition = town.block([raw])
        assert bool(transition.void) is not admitted
        assert admitted or town.state.map.root == root

    try_everything(town, tries, each)

    again = replayed(town)
    assert (again.map.root, again.header_hash, again.size) == (
        town.state.map.root,
        town.state.header_hash,
        town.state.size,
    )
    assert again.constitution == town.state.constitution


@given(attempts, st.data())
@settings(max_examples=40, deadline=None)
def test_how_statements_are_cut_into_blocks_does_not_matter(tries: list[tuple[Any, ...]], data: st.DataObject) -> None:
    """The same statements at the same time, in one block or in many, lead to the same map."""
    town = new_town()
    start, kept = town.state, list[bytes]()
    draft = draft_after(start, town.time_s)
    for record, kind, signers, holder, _ in tries:
        head = draft.head(record)
        town.latest.pop(record, None)
        if head is not None:
            town.latest[record] = head.statement
        fields: dict[str, Any] = {"holders": (pair(holder).public_key,)} if record.startswith("land") else {}
        raw = town.signed(town.statement(record, kind, **fields), *signers)
        try:
            town.archive.keep(admit(draft, raw))
        except MantoError:
            continue
        kept.append(raw)

    roots = set()
    for _ in range(2):
        cuts = sorted(data.draw(st.sets(st.integers(0, len(kept)), max_size=4)) | {0, len(kept)})
        state = start
        for low, high in pairwise(cuts):
            transition = apply(state, Block(state.height + 1, draft.time_s, kept[low:high]))
            assert transition.void == ()
            town.pages.keep(transition.state.height, transition.pages)
            state = transition.state
        roots.add(state.map.root)

    assert len(roots) == 1


def test_a_reversal_with_evidence_is_replayed() -> None:
    """Evidence is found again where it stands in the log."""
    town = new_town()
    issued = town.file("land-title/1", Kind.ISSUE, "registrar", holders=(pair("paolo").public_key,))
    town.file("land-title/1", Kind.REVOKE, "registrar")
    town.file("land-title/1", Kind.REINSTATE, "registrar", restores=issued, evidence=(issued,))

    assert replayed(town).map.root == town.state.map.root


def test_a_log_that_does_not_follow_from_its_statements_is_found() -> None:
    """A header with another map root, or a statement taken out, stops the replay at its block."""
    town = new_town()
    town.file("land-title/1", Kind.ISSUE, "registrar", holders=(pair("paolo").public_key,))
    header = parse_entry(town.entries[-1])
    assert not isinstance(header, bytes)
    forged = encode_cbor([2, header.height, header.time_s, 1, header.previous, bytes(32)])
    good = list(town.entries)

    town.entries[-1] = forged
    with pytest.raises(ReplayDiffers, match="map root of block 4"):
        replayed(town)
    town.entries = good[:-2] + good[-1:]
    with pytest.raises(ReplayDiffers, match="block 4"):
        replayed(town)


def test_a_missing_statement_stops_the_replay() -> None:
    """A node that lacks a statement cannot judge, and says which it lacks."""
    town = new_town()
    state = State(ORIGIN, MemoryArchive(), SparseMap(MemoryPages()))

    with pytest.raises(StatementMissing, match="another node"):
        list(replay(state, town.entries))


def test_what_a_stolen_key_signed_is_listed() -> None:
    """From the suspected place in the log on, every statement with its signature."""
    town = new_town()
    holders = (pair("paolo").public_key,)
    town.file("land-title/1", Kind.ISSUE, "registrar", holders=holders)
    from_index = town.state.size
    second = town.file("land-title/2", Kind.ISSUE, "registrar", holders=holders)
    town.file("lien/1", Kind.ISSUE, "bank")

    found = list(signed_by(pair("registrar").public_key, town.entries, town.archive, from_index))

    assert found == [(from_index, second)]
