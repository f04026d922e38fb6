"""`manto verify`: say whether a proof holds, with no network and nothing to trust but a policy file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from manto.kernel.clock import SystemClock
from manto.kernel.errors import BadInput, MantoError
from manto.ledger.bundle.verify import verify_bundle
from manto.ledger.bundle.words import age, as_json
from manto.ledger.log.policy import Policy, parse_policy

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="The proof: a file that the holder or the desk gave you.")],
    policy: Annotated[
        Path,
        typer.Option(
            envvar="MANTO_POLICY",
            help="Which log and which witnesses you trust: the file that the ledger's owner publishes (C2SP tlog-policy).",
        ),
    ] = Path("policy"),
    age_max_h: Annotated[
        int | None, typer.Option("--age-max-hours", min=1, help="Refuse a proof whose knowledge is older than this.")
    ] = None,
    as_json_text: Annotated[bool, typer.Option("--json", help="Print all that the proof shows, as JSON.")] = False,
) -> None:
    """Check a proof of how a record stands.

    Prints one sentence and ends with 0 when the record is valid (or absent, where the proof is of absence), and with 1
    when the proof does not hold, or shows that the record is suspended, disputed, revoked, annulled, expired or over.

    No network is used. The sentence says how old the knowledge is: what happened to the record after that time, this
    proof cannot know. Ask for a fresh one when it matters.
    """
    now_s = int(SystemClock().now().timestamp())
    try:
        verdict = verify_bundle(_read(file, "proof"), _policy(policy))
        shows = as_json(verdict, now_s)
        if age_max_h is not None and now_s - verdict.as_of_s > age_max_h * 3600:
            old = age(now_s - verdict.as_of_s)
            raise BadInput(f"The proof holds, but is {old}.", "Ask the holder for a fresh one.")
    except MantoError as refused:
        shows = {"valid": False, "sentence": str(refused), "error": type(refused).__name__}
    _print(shows, as_json_text)
    raise typer.Exit(0 if shows["valid"] else 1)


def _read(path: Path, what: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"The {what} {path} cannot be read: {error.strerror}.", "Check the name of the file.") from error


def _policy(path: Path) -> Policy:
    return parse_policy(_read(path, "policy"))


def _print(shows: dict[str, Any], as_json_text: bool) -> None:
    typer.echo(json.dumps(shows, ensure_ascii=False, indent=2) if as_json_text else shows["sentence"])
