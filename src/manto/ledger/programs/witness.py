"""`manto witness`: watch other cities' logs, so that none of them can take anything back."""

from __future__ import annotations

import secrets
import signal
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from manto.kernel.clock import SystemClock
from manto.kernel.errors import BadInput, NotFound
from manto.ledger.log.disk import Disk, write_files
from manto.ledger.log.keys import KeyKind, SecretKey, parse_secret_key, parse_vkey
from manto.ledger.log.policy import parse_policy
from manto.ledger.log.serving import Server
from manto.ledger.log.text import is_key_name
from manto.ledger.programs.speaking import plain_refusals, words
from manto.ledger.witness.memory import WitnessMemory
from manto.ledger.witness.message import REQUEST_BYTES_MAX
from manto.ledger.witness.witness import Witness

app = typer.Typer(
    no_args_is_help=True,
    help="Watch other cities' logs: cosign each checkpoint that grows from the one before, and refuse all others.\n\n"
    "A witness speaks C2SP tlog-witness, keeps one checkpoint for each log, and sees no record.",
)
Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of the witness.")]
_COSIGNER, _ARCHIVE, _LOGS, _MEMORY = "cosigner.key", "archive.key", "logs", "memory.db"


@app.command()
def init(
    folder: Folder, name: Annotated[str, typer.Option(help="Its name, as witness.comune.example, for ever.")]
) -> None:
    """Make a new witness with its two keys: Ed25519, and ML-DSA-44 for archives."""
    with plain_refusals():
        if folder.exists():
            raise BadInput(f"There is something in {folder} already.", "Choose a new folder.")
        if not is_key_name(name):
            raise BadInput(f"{name!r} cannot name a witness.", "Give a name like witness.comune.example.")
        folder.mkdir(parents=True, mode=0o700)
        keys = {
            _COSIGNER: SecretKey(name, KeyKind.COSIGNATURE, secrets.token_bytes(32)),
            _ARCHIVE: SecretKey(name, KeyKind.COSIGNATURE_ML_DSA, secrets.token_bytes(32)),
        }
        files = {file: f"{key.written()}\n".encode() for file, key in keys.items()}
        write_files(Disk(), folder, files | {_LOGS: b"# One line for each key of a log: log VKEY\n"}, 0o600)
        for key in keys.values():
            typer.echo(str(key.public))


@app.command("add-log")
def add_log(folder: Folder, vkey: Annotated[str, typer.Argument(help="A public key of the log.")]) -> None:
    """Let the witness know a log; a witness that is running learns of it when it starts again."""
    with plain_refusals():
        key = parse_vkey(vkey)
        known = (_existing(folder) / _LOGS).read_bytes()
        text = known + f"log {key}\n".encode()
        parse_policy(text + b"quorum none\n")
        write_files(Disk(), folder, {_LOGS: text}, 0o600)
        typer.echo(f"Watching {key.name}.")


@app.command()
def serve(
    folder: Folder,
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port; 0 lets the system choose.")] = 8471,
) -> None:
    """Answer logs that ask for a cosignature (POST /add-checkpoint)."""
    with plain_refusals():
        witness = _open(folder)
        server = Server(host, port, witness.answer, REQUEST_BYTES_MAX)
        words.print(
            f"The witness {witness.keys[0].name} is at {server.url} and knows {len(witness.logs)} keys of logs."
        )
        for told in (signal.SIGTERM, signal.SIGINT):
            signal.signal(told, lambda *_: threading.Thread(target=server.shutdown).start())
        server.serve_forever()
        server.server_close()
        witness.memory.close()


@app.command()
def status(
    folder: Folder,
    evidence: Annotated[
        Path | None, typer.Option(help="A folder to write the pairs of checkpoints to that do not fit together.")
    ] = None,
) -> None:
    """Show each log's size as last cosigned; end with 1 when a log has ever shown two histories."""
    with plain_refusals():
        memory = _open(folder).memory
        for origin, size, at_s in memory.all_seen():
            typer.echo(f"{origin}: {size} entries, cosigned {datetime.fromtimestamp(at_s, UTC):%Y-%m-%d %H:%M:%S} UTC")
        kept = memory.evidence()
        for number, (at_s, why, seen, shown) in enumerate(kept, start=1):
            typer.echo(f"Two histories ({why}), {datetime.fromtimestamp(at_s, UTC):%Y-%m-%d %H:%M:%S} UTC")
            if evidence is not None:
                evidence.mkdir(parents=True, exist_ok=True)
                write_files(Disk(), evidence, {f"{number}-seen": seen, f"{number}-shown": shown})
        memory.close()
    if kept:
        raise typer.Exit(1)


def _existing(folder: Path) -> Path:
    if not (folder / _COSIGNER).exists():
        raise NotFound(f"There is no witness in {folder}.", "Make one with: manto witness init.")
    return folder


def _open(folder: Path) -> Witness:
    _existing(folder)
    keys = [parse_secret_key((folder / name).read_text()) for name in (_COSIGNER, _ARCHIVE)]
    policy = parse_policy((folder / _LOGS).read_bytes() + b"quorum none\n")
    return Witness(keys, [log.key for log in policy.logs], WitnessMemory(folder / _MEMORY), SystemClock())
