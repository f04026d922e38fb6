"""The vectors that Python and TypeScript share: both must say the same of every one."""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from manto.kernel.errors import MantoError
from manto.ledger.bundle import verify_bundle
from manto.ledger.log.ed25519 import is_signed
from manto.ledger.log.policy import parse_policy
from manto.ledger.statements import decode_cbor
from manto.ledger.statements.errors import MalformedStatement

VECTORS = Path(__file__).parents[2] / "vectors" / "ledger"


def vectors(name: str) -> Any:
    """Read one of the files."""
    return json.loads((VECTORS / f"{name}.json").read_text())


@pytest.mark.parametrize("case", vectors("ed25519"), ids=lambda case: case["why"])
def test_signatures(case: dict[str, Any]) -> None:
    """Accepted or refused as worked out from the curve itself."""
    key, message, signature = (bytes.fromhex(case[name]) for name in ("key", "message", "signature"))

    assert is_signed(message, signature, key) is case["accepted"]


@pytest.mark.parametrize("case", vectors("cbor"), ids=lambda case: case["hex"][:40])
def test_encodings(case: dict[str, Any]) -> None:
    """Read or refused."""
    try:
        decode_cbor(bytes.fromhex(case["hex"]))
        accepted = True
    except MalformedStatement:
        accepted = False

    assert accepted is case["accepted"]


BUNDLES = vectors("bundles")


@pytest.mark.parametrize("case", BUNDLES["cases"], ids=lambda case: case["name"])
def test_bundles(case: dict[str, Any]) -> None:
    """Proven and valid, proven and not, or refused by name."""
    raw, policy = b64decode(case["bundle"]), parse_policy(BUNDLES["policy"].encode())

    try:
        verdict = verify_bundle(raw, policy)
        found = {"holds": True, "valid": verdict.is_valid(case["now_s"]), "as_of_s": verdict.as_of_s}
    except MantoError as refused:
        found = {"holds": False, "error": type(refused).__name__}

    assert found == {name: case[name] for name in found}


def test_there_are_good_and_bad_of_each() -> None:
    """A file of only good or only bad vectors would prove little."""
    for cases, name in ((vectors("ed25519"), "accepted"), (vectors("cbor"), "accepted"), (BUNDLES["cases"], "holds")):
        assert {case[name] for case in cases} == {True, False}
