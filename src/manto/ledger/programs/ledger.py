"""`manto ledger`: keep a log, and check anybody's."""

from __future__ import annotations

import json
import signal
import sys
import threading
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from manto.kernel.errors import BadInput
from manto.ledger.log.audit import AuditReport
from manto.ledger.log.audit import audit as audit_log
from manto.ledger.log.bundles import ENTRY_BYTES_MAX
from manto.ledger.log.disk import Disk, write_files
from manto.ledger.log.proofs import LogProof
from manto.ledger.log.serving import Server
from manto.ledger.log.tile_paths import CHECKPOINT_PATH
from manto.ledger.log.tiles import VerifiedTiles
from manto.ledger.programs.log_server import LogServer
from manto.ledger.programs.speaking import WHAT_ONE_NODE_IS, plain_refusals, policy_for, source_at, words
from manto.ledger.sequencer.embedded import SUBMISSION_ENTRIES_MAX, EmbeddedSequencer
from manto.ledger.sequencer.store import init_store, open_store
from manto.ledger.witness.asking import Witnesses

app = typer.Typer(
    no_args_is_help=True,
    help="Keep a log that nobody can rewrite unseen, and check anybody's.\n\n" + WHAT_ONE_NODE_IS,
)

StoreFolder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of the log.")]
AnyLog = Annotated[str, typer.Argument(metavar="LOG", help="A log: its URL, its store, or its public folder.")]
PolicyFile = Annotated[Path | None, typer.Option("--policy", help="A C2SP policy file: logs, witnesses, quorum.")]
Keys = Annotated[list[str] | None, typer.Option("--key", help="A public key of the log; more than one may be given.")]
AsJson = Annotated[bool, typer.Option("--json", help="Say the result as JSON.")]


@app.command()
def init(
    folder: StoreFolder,
    origin: Annotated[str, typer.Option(help="The log's name: its URL without https://, for ever.")],
    witnesses: Annotated[
        Path | None, typer.Option(help="Lines of a C2SP policy: witness, group, quorum. Without it, no witness.")
    ] = None,
) -> None:
    """Make a new log with new keys.

    The name can never change, so choose one that will last, as ledger.comune.example/2026. With --witnesses, give
    the lines that say whom to ask to witness each checkpoint and how many of them are needed, for example:

        witness cremona VKEY https://witness.cremona.example

        quorum cremona
    """
    with plain_refusals():
        lines = witnesses.read_text() if witnesses else "quorum none\n"
        store = init_store(folder, origin, lines)
        EmbeddedSequencer(store, cosigners=Witnesses(store.policy)).close()
        words.print(f"Made the log {origin} in {folder}. Keep {folder}/private secret, and back it up.")
        words.print("Publish these keys; whoever checks the log needs the first:")
        _print_keys(folder)
        words.print(WHAT_ONE_NODE_IS)


@app.command()
def keys(folder: StoreFolder) -> None:
    """Show the public keys of a log: of its heads (Ed25519, and ML-DSA-44 for archives) and of its promises."""
    with plain_refusals():
        _print_keys(folder)


@app.command()
def serve(
    folder: StoreFolder,
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port; 0 lets the system choose.")] = 8470,
    token_file: Annotated[
        Path | None, typer.Option(help="A file with the token that a caller must show to append.")
    ] = None,
) -> None:
    """Serve a log: its files for anyone, and POST /add for entries.

    Without --token-file entries are taken in from this machine only. Put the city's web server in front for TLS.
    """
    with plain_refusals():
        store = open_store(folder)
        token = token_file.read_text().strip() if token_file else None
        witnesses = Witnesses(store.policy)
        with EmbeddedSequencer(store, cosigners=witnesses) as log:
            may_append = token is not None or host in ("127.0.0.1", "::1", "localhost")
            answers = LogServer(log, may_append=may_append, token=token, witnesses=witnesses)
            server = Server(host, port, answers.answer, ENTRY_BYTES_MAX)
            words.print(f"The log {store.origin} ({log.size} entries) is at {server.url}. {WHAT_ONE_NODE_IS}")
            _serve_until_told(server)


@app.command()
def append(
    folder: StoreFolder,
    files: Annotated[list[Path], typer.Argument(help="Files to log; - reads standard input.")],
    lines: Annotated[bool, typer.Option("--lines", help="Log each line of the files as an entry of its own.")] = False,
    wait_s: Annotated[float, typer.Option(help="How long to wait for the checkpoint, in seconds.")] = 60,
) -> None:
    """Log entries and say where they stand, once they are in a checkpoint.

    For a log that nobody is serving just now: one that is being served takes entries over HTTP.
    """
    with plain_refusals():
        entries = [entry for file in files for entry in _entries_in(file, by_line=lines)]
        store = open_store(folder)
        with EmbeddedSequencer(store, cosigners=Witnesses(store.policy)) as log:
            groups = [
                entries[at : at + SUBMISSION_ENTRIES_MAX] for at in range(0, len(entries), SUBMISSION_ENTRIES_MAX)
            ]
            for promise in [log.submit(group) for group in groups]:
                at = log.wait_until_final(promise.submission, wait_s)
                last = at.first_index + at.count - 1
                typer.echo(f"{at.first_index}" if at.count == 1 else f"{at.first_index}-{last}")


@app.command()
def prove(
    log: AnyLog,
    index: Annotated[int, typer.Argument(help="The place of the entry, counted from 0.")],
    out: Annotated[Path | None, typer.Option(help="Where to write the proof; standard output otherwise.")] = None,
    policy_file: PolicyFile = None,
    key: Keys = None,
) -> None:
    """Prove that an entry is in a log, as one text that can be checked with no network (C2SP tlog-proof).

    Being in the log is not being current: a deed that was sold yesterday is still in it.
    """
    with plain_refusals():
        policy, source = policy_for(log, policy_file, key or []), source_at(log)
        data = source.read(CHECKPOINT_PATH)
        opened, _ = policy.open(data)
        tiles = VerifiedTiles(source, opened.checkpoint)
        proof = LogProof(index, tuple(tiles.inclusion_proof(index)), data).to_bytes()
        if out is None:
            sys.stdout.buffer.write(proof)
        else:
            out.write_bytes(proof)


@app.command()
def audit(
    log: AnyLog,
    policy_file: PolicyFile = None,
    key: Keys = None,
    remember: Annotated[
        Path | None, typer.Option(help="A file that keeps the checkpoint for the next audit to compare with.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check somebody's whole log from the outside, tile by tile and entry by entry.

    Ends with 0 when all of it holds, 1 when something does not, 2 when it could not be checked. With --remember, an
    audit also checks that the log still begins with what it showed at the last one.
    """
    with plain_refusals():
        policy, source = policy_for(log, policy_file, key or []), source_at(log)
        since = remember.read_bytes() if remember and remember.exists() else None
        bar = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=words,
            transient=True, disable=as_json or not words.is_terminal,
        )  # fmt: skip
        with bar:
            task = bar.add_task("Checking entries", total=None)
            report = audit_log(
                source, policy, since=since, progress=lambda done, of: bar.update(task, completed=done, total=of)
            )
        if remember is not None:
            write_files(Disk(), remember.parent, {remember.name: report.opened.note.to_bytes()})
        _say(report, as_json=as_json)


def _say(report: AuditReport, *, as_json: bool) -> None:
    head = report.opened.checkpoint
    if as_json:
        told = {
            "holds": True, "origin": head.origin, "size": head.size, "root": head.root.hex(),
            "entry_bytes": report.entry_bytes, "since": report.since,
            "witnesses": [{"name": one.key.name, "kind": one.key.kind.name, "at_s": one.at_s} for one in report.cosigned],
        }  # fmt: skip
        typer.echo(json.dumps(told))
        return
    since = f", and goes on from the {report.since} it showed before" if report.since is not None else ""
    seen = len({one.key.name for one in report.cosigned})
    typer.echo(
        f"The log {head.origin} holds: all {report.entries} entries ({report.entry_bytes} bytes) are the ones its "
        f"checkpoint signs{since}. Witnesses that have seen it: {seen or 'none'}."
    )


def _print_keys(folder: Path) -> None:
    store = open_store(folder)
    for key in (store.log_key, store.archive_key, store.promise_key):
        typer.echo(str(key.public))


def _entries_in(file: Path, *, by_line: bool) -> list[bytes]:
    data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    entries = data.splitlines() if by_line else [data]
    if not entries:
        raise BadInput(f"There is nothing to log in {file}.", "Give a file with something in it.")
    return entries


def _serve_until_told(server: Server) -> None:
    """Serve until the system says to stop; requests under way are answered."""
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, lambda *_: threading.Thread(target=server.shutdown).start())
    server.serve_forever()
    server.server_close()
