"""The part of `manto ledger` that knows what the entries say: filing statements, proving records, replaying."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from manto.ledger.node.records import RecordsLedger
from manto.ledger.node.replaying import replay_ledger
from manto.ledger.programs.speaking import plain_refusals, words
from manto.ledger.sequencer.store import open_store
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
        bar = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=words,
            transient=True, disable=not words.is_terminal,
        )  # fmt: skip
        with bar:
            task = bar.add_task("Executing entries", total=None)
            replayed = replay_ledger(store, lambda done, of: bar.update(task, completed=done, total=of))
        state = replayed.state
        typer.echo(
            f"The ledger {store.origin} follows from its statements: {state.height} blocks, {state.size} entries,"
            f" {replayed.void} of them void, map root {state.map.root.hex()}."
        )
