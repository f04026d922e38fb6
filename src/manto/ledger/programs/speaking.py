"""How the programs speak: one sentence on what happened, one on what to do, and the exit code that says the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer
from rich.console import Console

from manto.kernel.errors import MantoError
from manto.ledger.log.disk import FolderSource
from manto.ledger.log.errors import MalformedNote, MalformedTile, NotProven, StoreDamaged, TreeForked, TreeWentBack
from manto.ledger.log.http_source import HttpSource, is_url
from manto.ledger.log.keys import parse_vkey
from manto.ledger.log.policy import Peer, Policy, parse_policy
from manto.ledger.log.tiles import Source

DOES_NOT_HOLD, CANNOT_BE_DONE = 1, 2
_WRONG = (NotProven, MalformedNote, MalformedTile, TreeForked, TreeWentBack, StoreDamaged)
words = Console(stderr=True, highlight=False, soft_wrap=True)

WHAT_ONE_NODE_IS = (
    "One node is a notarised log with witnesses, not a distributed ledger: its keeper decides what enters, "
    "and its witnesses keep it from taking anything back."
)


@contextmanager
def plain_refusals() -> Iterator[None]:
    """Say a refusal in two sentences and end with its exit code, without a trace of calls."""
    try:
        yield
    except MantoError as error:
        code = DOES_NOT_HOLD if isinstance(error, _WRONG) else CANNOT_BE_DONE
        words.print(f"[bold red]{'Does not hold' if code == DOES_NOT_HOLD else 'Not done'}:[/] {_safe(error.what)}")
        if error.next_step:
            words.print(_safe(error.next_step))
        raise typer.Exit(code) from None
    except (OSError, UnicodeDecodeError) as error:
        words.print(f"[bold red]Not done:[/] {_safe(str(error))}.")
        raise typer.Exit(CANNOT_BE_DONE) from None


def source_at(log: str) -> Source:
    """Find the files of a log by its URL, its public folder, or the folder of its store."""
    if is_url(log):
        return HttpSource(log)
    folder = Path(log)
    return FolderSource(folder / "public" if (folder / "public").is_dir() else folder)


def policy_for(log: str, policy_file: Path | None, keys: list[str]) -> Policy:
    """Work out whose signatures are asked for: a policy file, keys, or the policy in the log's own store."""
    own = Path(log) / "private" / "policy"
    if policy_file is not None:
        policy = parse_policy(policy_file.read_bytes())
    elif not keys and not is_url(log) and own.exists():
        policy = parse_policy(own.read_bytes())
    else:
        policy = Policy()
    policy.logs += [Peer(parse_vkey(key)) for key in keys]
    if not policy.logs:
        raise typer.BadParameter("Say which log you trust: give --key with its public key, or --policy with a file.")
    return policy


def _safe(text: str) -> str:
    """Show what a stranger sent without letting it speak to the terminal."""
    shown = "".join(mark if mark.isprintable() else "\N{REPLACEMENT CHARACTER}" for mark in text)
    return shown.replace("[", r"\[")
