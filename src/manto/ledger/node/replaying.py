"""Replaying a node's ledger from its log and its statements; nothing else of it is believed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from manto.kernel.errors import MantoError
from manto.ledger.log.disk import FolderSource
from manto.ledger.log.tile_paths import CHECKPOINT_PATH
from manto.ledger.log.tiles import VerifiedTiles
from manto.ledger.map import MemoryPages, SparseMap
from manto.ledger.node.store import STATEMENTS_FILE
from manto.ledger.sequencer.store import Store
from manto.ledger.state.errors import StatementMissing
from manto.ledger.state.replay import replay
from manto.ledger.state.state import State


@dataclass(frozen=True)
class Replayed:
    """What a ledger's statements lead to, and every header says.

    Attributes:
        state: How everything stands.
        void: How many statements had no effect.
    """

    state: State
    void: int


def replay_ledger(store: Store, progress: Callable[[int, int], None] = lambda done, of: None) -> Replayed:
    """Execute a whole ledger again and compare every root; reads only, also beside the one who writes.

    Args:
        store: The ledger's folder.
        progress: Told after each block how many entries are done, of how many.

    Raises:
        ReplayDiffers: A header is not the one that its statements lead to.
        StatementMissing: A statement is not kept here, or is damaged.
        NotProven, MalformedTile: The log's files are damaged.
    """
    source = FolderSource(store.public)
    opened, _ = store.policy.open(source.read(CHECKPOINT_PATH))
    tiles = VerifiedTiles(source, opened.checkpoint)
    archive, pages = _StatementsOnly(store), MemoryPages()
    state, void = State(store.origin, archive, SparseMap(pages)), 0
    try:
        for transition in replay(state, tiles.entries_between(0, tiles.size)):
            pages.keep(transition.state.height, transition.pages)
            archive.places.update(transition.placed)
            void += len(transition.void)
            state = transition.state
            progress(state.size, tiles.size)
    finally:
        archive.close()
    return Replayed(state, void)


class _StatementsOnly:
    """The statements that a node keeps, and places as the replay finds them."""

    def __init__(self, store: Store) -> None:
        self.places: dict[bytes, int] = {}
        path = store.root / "private" / STATEMENTS_FILE
        try:
            self._database = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False, timeout=30
            )
        except sqlite3.OperationalError as missing:
            raise StatementMissing(f"The statements are not at {path}.", "Fetch them from another node.") from missing

    def statement(self, statement_hash: bytes) -> bytes | None:
        """Give the envelope with this hash, as it came; None when it is not kept here."""
        try:
            row = self._database.execute("SELECT envelope FROM statement WHERE hash = ?", (statement_hash,)).fetchone()
        except sqlite3.DatabaseError as damage:
            raise MantoError(f"The statements cannot be read: {damage}.", "Fetch them from another node.") from damage
        return None if row is None else row[0]

    def index(self, statement_hash: bytes) -> int | None:
        """Say where in the log the statement stands; None when it does not."""
        return self.places.get(statement_hash)

    def close(self) -> None:
        """Close the file."""
        self._database.close()
