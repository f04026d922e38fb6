"""The part of `manto ledger` that knows what the entries say: filing statements, proving records, replaying."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from manto.kernel.errors import MantoError
from manto.ledger.log.checkpoints import Checkpoint
from manto.ledger.log.disk import FolderSource
from manto.ledger.log.tile_paths import CHECKPOINT_PATH
from manto.ledger.log.tiles import VerifiedTiles
from manto.ledger.map import MemoryPages, SparseMap
from manto.ledger.node.records import RecordsLedger, files_of
from manto.ledger.node.store import STATEMENTS_FILE
from manto.ledger.programs.speaking import plain_refusals, words
from manto.ledger.sequencer.store import Store, open_store
from manto.ledger.state.errors import StatementMissing
from manto.ledger.state.replay import replay as replayed
from manto.ledger.state.state import State
from manto.ledger.witness.asking import Witnesses

StoreFolder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of the ledger.")]


def register(app: typer.Typer) -> None:
    """Hang the commands into `manto ledger`."""
    app.command()(file)
    app.command()(show)
    app.command()(replay)


def file(
    folder: StoreFolder,
    statements: Annotated[list[Path], typer.Argument(help="Files with one signed statement each.")],
    wait_s: Annotated[float, typer.Option(help="How long to wait for the checkpoint, in seconds.")] = 60,
) -> None:
    """File signed statements in a ledger of records, and say where they stand once they are final.

    All of them enter side by side, or none does: a statement that may not enter is refused with the reason, and the
    ledger does not move. For a ledger that nobody is serving just now.
    """
    with plain_refusals():
        store = open_store(folder)
        raws = [path.read_bytes() for path in statements]
        with RecordsLedger(store, cosigners=Witnesses(store.policy)) as ledger:
            placed = ledger.wait_until_final(ledger.file(raws), wait_s)
            for index in range(placed.first_index, placed.first_index + placed.count):
                typer.echo(str(index))


def show(
    folder: StoreFolder,
    record: Annotated[str, typer.Argument(help="The record, as register/subject.")],
    out: Annotated[Path, typer.Option(help="Where to write the proof, to be checked with 'manto verify'.")],
) -> None:
    """Prove how a record stands: current as of the newest checkpoint, or absent."""
    with plain_refusals():
        store = open_store(folder)
        with RecordsLedger(store, cosigners=Witnesses(store.policy)) as ledger:
            out.write_bytes(ledger.bundle(record).to_bytes())


def replay(folder: StoreFolder) -> None:
    """Execute the whole ledger again from its log and its statements, and compare every root.

    Reads only: it may run beside the ledger that is being served. Ends with 0 when every block's header is the one that
    its statements lead to, 1 when one is not, 2 when a statement or a file is missing.
    """
    with plain_refusals():
        store = open_store(folder)
        source = FolderSource(store.public)
        opened, _ = store.policy.open(source.read(CHECKPOINT_PATH))
        tree: Checkpoint = opened.checkpoint
        tiles = VerifiedTiles(source, tree)
        archive, pages = _StatementsOnly(store), MemoryPages()
        state, void = State(store.origin, archive, SparseMap(pages)), 0
        bar = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=words,
            transient=True, disable=not words.is_terminal,
        )  # fmt: skip
        with bar:
            task = bar.add_task("Executing entries", total=tree.size)
            for transition in replayed(state, _entries(tiles, tree.size)):
                pages.keep(transition.state.height, transition.pages)
                archive.places.update(transition.placed)
                void += len(transition.void)
                state = transition.state
                bar.update(task, completed=state.size)
        typer.echo(
            f"The ledger {store.origin} follows from its statements: {state.height} blocks, {tree.size} entries,"
            f" {void} of them void, map root {state.map.root.hex()}."
        )


def _entries(tiles: VerifiedTiles, size: int) -> Iterator[bytes]:
    return (tiles.entry(index) for index in range(size))


class _StatementsOnly:
    """The statements that a node keeps, and places as the replay finds them: nothing else of its state is believed."""

    def __init__(self, store: Store) -> None:
        self.places: dict[bytes, int] = {}
        path = files_of(store) / STATEMENTS_FILE
        try:
            self._database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
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
