"""`manto verify`: say whether a proof holds, with no network and nothing to trust but a policy file."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from manto.kernel.clock import SystemClock
from manto.kernel.errors import BadInput, MantoError
from manto.ledger.bundle.picture import codes_in_picture, codes_in_scan, is_picture
from manto.ledger.bundle.verify import verify_bundle
from manto.ledger.bundle.words import age, as_json
from manto.ledger.paper.form import holds_code, read_codes
from manto.ledger.paper.trust import Trust, parse_trust
from manto.ledger.paper.verify import check_paper
from manto.ledger.paper.words import paper_as_json

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.command()
def verify(
    proof: Annotated[
        str,
        typer.Argument(
            help="A file that the holder or the desk gave you: a proof, a PDF, a text; a scan or a picture of the paper "
            "(PDF, PNG, JPEG); or the text of a paper's code; - reads it from standard input."
        ),
    ],
    policy: Annotated[
        Path,
        typer.Option(
            envvar="MANTO_POLICY",
            help="Whom you trust: the policy (C2SP tlog-policy) that the ledger's owner publishes, "
            "or the trust file, which names the offices that print papers too.",
        ),
    ] = Path("policy"),
    age_max_h: Annotated[
        int | None, typer.Option("--age-max-hours", min=1, help="Refuse a proof whose knowledge is older than this.")
    ] = None,
    as_json_text: Annotated[bool, typer.Option("--json", help="Print all that the proof shows, as JSON.")] = False,
) -> None:
    """Check a proof of how a record stands: a file, or a paper.

    Prints one sentence and ends with 0 when the record is valid (or absent, where the proof is of absence), and with 1
    when the proof does not hold, or shows that the record is suspended, disputed, revoked, annulled, expired or over.

    No network is used. The sentence says how old the knowledge is: what happened to the record after that time, this
    proof cannot know. Ask for a fresh one when it matters.
    """
    now_s = int(SystemClock().now().timestamp())
    try:
        raw, trust = _as_text(_proof(proof)), _trust_in(policy)
        shows = _papers(raw, trust, now_s) if _is_paper(raw) else as_json(verify_bundle(raw, trust.policy), now_s)
        if age_max_h is not None and shows["age_s"] > age_max_h * 3600:
            raise BadInput(f"The proof holds, but is {age(shows['age_s'])}.", "Ask the holder for a fresh one.")
    except MantoError as refused:
        shows = {"valid": False, "sentence": str(refused), "error": type(refused).__name__}
    _print(shows, as_json_text)
    raise typer.Exit(0 if shows["valid"] else 1)


def _trust_in(file: Path) -> Trust:
    try:
        return parse_trust(file.read_bytes())
    except FileNotFoundError:
        raise BadInput(
            f"Whom to trust is not known: there is no file '{file}'.",
            "Fetch the city's: curl https://CITY/api/v1/verify/trust > trust.json, and name it with --policy trust.json.",
        ) from None
    except OSError as error:
        raise BadInput(
            f"Whom to trust is not known: '{file}' cannot be read ({error.strerror}).", "Name another with --policy."
        ) from error


def _proof_in(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadInput(f"'{file}' cannot be read: {error.strerror}.", "Check the name of the file.") from error


def _proof(given: str) -> bytes:
    """Give the bytes of a file, of standard input, or of the text itself."""
    if given == "-":
        return sys.stdin.buffer.read()
    return given.encode() if _is_paper(given.encode()) else _proof_in(Path(given))


def _as_text(raw: bytes) -> bytes:
    """Give a picture or a scan as the text of its codes, and anything else as it is."""
    if is_picture(raw):
        return codes_in_picture(raw)
    is_scan = raw.startswith(b"%PDF") and not holds_code(raw)
    return codes_in_scan(raw) if is_scan else raw


def _is_paper(raw: bytes) -> bool:
    """Say whether these are a paper's codes: a bundle begins as a map of CBOR does, which no text or PDF does."""
    return raw[:1] not in (b"\xa6", b"\xaa", b"\xab", b"\xac") and holds_code(raw)


def _papers(raw: bytes, trust: Trust, now_s: int) -> dict[str, Any]:
    shows = [paper_as_json(verdict, now_s) for verdict in check_paper(read_codes(raw), trust)]
    whole = min(shows, key=lambda one: bool(one["valid"]))
    return whole if len(shows) == 1 else whole | {"sentence": "\n".join(one["sentence"] for one in shows), "all": shows}


def _print(shows: dict[str, Any], as_json_text: bool) -> None:
    typer.echo(json.dumps(shows, ensure_ascii=False, indent=2) if as_json_text else shows["sentence"])
