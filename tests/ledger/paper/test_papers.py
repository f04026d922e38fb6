"""Papers: one code that shows a record, that it is the latest, and who saw it; checked with no network."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[2] / "vectors" / "ledger"))

from make_papers import OFFICE, PAGE, TITLE, claim_for, policy_text, title_paper, town_log

from manto.kernel.errors import BadInput, MantoError
from manto.ledger.bundle.program import app
from manto.ledger.log.errors import NotCosigned
from manto.ledger.log.policy import parse_policy
from manto.ledger.map import MapProof
from manto.ledger.paper import (
    check_paper,
    paper_of,
    parse_code,
    parse_trust,
    print_codes,
    read_codes,
    sign_claim,
    written,
)
from manto.ledger.paper.digits import from_digits, to_digits
from manto.ledger.paper.errors import MalformedPaper
from manto.ledger.paper.words import paper_sentence

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "ledger" / "papers.json").read_text())
TRUST = json.dumps(VECTORS["trust"]).encode()
GOOD = VECTORS["cases"][0]


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_vectors(case: dict[str, Any]) -> None:
    """Proven, with all that is shown and the sentence that says it; or refused by name."""
    trust = parse_trust(json.dumps(VECTORS[case["by"]]).encode())

    try:
        verdicts = check_paper(read_codes(case["text"].encode()), trust)
        found: Any = [
            (one.record, one.is_valid, one.as_of_s, dict(one.shown), paper_sentence(one, case["now_s"]))
            for one in verdicts
        ]
    except MantoError as refused:
        found = type(refused).__name__

    names = ("record", "valid", "as_of_s", "shown", "sentence")
    assert found == case.get("error", [tuple(one[name] for name in names) for one in case.get("verdicts", [])])


@given(st.binary(max_size=400))
def test_bytes_come_back_from_their_digits(raw: bytes) -> None:
    """And the digits are as few as the density says: seventeen for seven bytes."""
    digits = to_digits(raw)

    assert from_digits(digits) == raw
    assert len(digits) <= len(raw) * 17 / 7 + 2


@given(st.data())
def test_a_code_with_a_changed_byte_is_refused(data: st.DataObject) -> None:
    """Wherever it is."""
    raw = bytearray(title_paper_bytes())
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= data.draw(st.integers(1, 255))

    with pytest.raises(MantoError):
        check_paper([parse_code(bytes(raw))], parse_trust(TRUST))


def title_paper_bytes(made: list[bytes] = []) -> bytes:  # noqa: B006  made once
    """Give the bytes of Anna's title."""
    if not made:
        made.append(title_paper().to_bytes())
    return made[0]


def test_a_citys_paper_fits_a_code_that_a_phone_scans() -> None:
    """In the small town one code of version 28; with a million records two, the record's and the seal's."""
    small = title_paper()
    level = lambda at: sha256(bytes([at])).digest()  # noqa: E731
    assert small.seal is not None
    large = replace(
        small, proof=MapProof(tuple(map(level, range(24)))), seal=replace(small.seal, path=tuple(map(level, range(20))))
    )

    assert len(print_codes(small, PAGE)) == 1
    assert len(print_codes(large, PAGE)) == 2
    for code in (*print_codes(small, PAGE), *print_codes(large, PAGE)):
        assert version_of(written(code, PAGE)) <= 28


def version_of(text: str) -> int:
    """Draw a text as the app does: the address as bytes, the digits as digits."""
    address, _, digits = text.partition("#")
    drawn = segno.make(
        [(f"{address}#", segno.consts.MODE_BYTE), (digits, segno.consts.MODE_NUMERIC)], error="m", micro=False
    )
    return int(drawn.version)


def test_the_longest_single_code_still_fits() -> None:
    """What `print_codes` counts is what the code's standard holds."""
    paper = title_paper()
    assert paper.claim is not None
    for length in range(0, 500, 7):
        claim = replace(paper.claim.claim, shown={"note": "x" * length})
        codes = print_codes(replace(paper, claim=title_claim(claim)), PAGE)
        assert version_of(written(codes[0], PAGE)) <= 28


def title_claim(claim: Any) -> Any:
    """Sign a claim as the land office."""
    from manto.ledger.paper.claim import parse_claim

    return parse_claim(sign_claim(claim, OFFICE))


def test_a_claim_about_something_else_is_not_printed() -> None:
    """The claim must say what the bundle proves."""
    bundle = town_log().bundle(TITLE)
    claim = claim_for(bundle)
    other = replace(claim, record="land-title/other")

    with pytest.raises(BadInput, match="not about what the proof shows"):
        paper_of(bundle, parse_policy(policy_text()), sign_claim(other, OFFICE))


def test_a_policy_that_asks_for_signatures_too_long_for_paper_is_said_when_printing() -> None:
    """Not found out by the one who scans it."""
    from town_log import POLICY_TEXT, TownLog, a_town_with_a_sale

    bundle = TownLog(a_town_with_a_sale()).bundle(TITLE)

    with pytest.raises(NotCosigned):
        paper_of(bundle, parse_policy(POLICY_TEXT.encode()), sign_claim(claim_for(bundle), OFFICE))


@pytest.mark.parametrize("shown", [{"a": 1.5}, {1: "a"}, {"a": ["b"]}, {str(n): n for n in range(25)}])
def test_a_claim_shows_texts_and_numbers_alone(shown: Any) -> None:
    """What the small form cannot say is refused where it is made."""
    with pytest.raises(MantoError):
        sign_claim(replace(claim_for(town_log().bundle(TITLE)), shown=shown), OFFICE)


def run(folder: Path, *arguments: str, given: bytes | None = None) -> Any:
    """Run `manto verify`."""
    (folder / "trust.json").write_bytes(TRUST)
    return CliRunner().invoke(app, [*arguments, "--policy", str(folder / "trust.json")], input=given)


def test_the_program_takes_a_papers_text_a_file_and_a_pdf(tmp_path: Path) -> None:
    """And says the same sentence of each."""
    text = GOOD["text"]
    (tmp_path / "code.txt").write_text(f"Scanned today:\n{text}\n")
    (tmp_path / "title.pdf").write_bytes(b"%PDF-1.7\n\xff\xfe <x:xmpmeta>" + text.encode() + b"</x:xmpmeta> %%EOF")

    answers = [
        run(tmp_path, text),
        run(tmp_path, str(tmp_path / "code.txt")),
        run(tmp_path, str(tmp_path / "title.pdf")),
        run(tmp_path, "-", given=text.encode()),
    ]

    assert {answer.exit_code for answer in answers} == {0}
    assert all(
        answer.output.startswith("land-title/E897-45-312 is valid since 2026-05-28 20:29 UTC") for answer in answers
    )


def test_the_program_says_all_that_a_paper_shows(tmp_path: Path) -> None:
    """As JSON, with whose word it is."""
    shows = json.loads(run(tmp_path, GOOD["text"], "--json").output)

    assert shows["says"]["holder"] == "Anna Gonzaga"
    assert shows["said_by"] == "Land office of Mantua"


def test_the_program_refuses_a_paper_by_name(tmp_path: Path) -> None:
    """And ends with 1."""
    [bad] = [case for case in VECTORS["cases"] if case["name"] == "one witness of two"]

    answer = run(tmp_path, bad["text"], "--json")

    assert answer.exit_code == 1
    assert json.loads(answer.output)["error"] == "NotCosigned"


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_as_a_code(raw: bytes) -> None:
    """By name, and never by another error."""
    with pytest.raises(MalformedPaper):
        parse_code(raw)


@pytest.mark.parametrize("trust", [b"{", b"{}", b'{"policy": 3}', b'{"policy": "", "issuers": [{}]}', b"[]"])
def test_a_bad_trust_file_is_refused(trust: bytes) -> None:
    """With what to do about it."""
    with pytest.raises(MantoError):
        parse_trust(trust)
