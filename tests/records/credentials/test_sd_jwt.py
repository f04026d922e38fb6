"""Credentials with selective disclosure, judged by ourselves and by two packages that are not ours."""

from __future__ import annotations

import json
import sys
from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jwcrypto.jwk import JWK
from sd_jwt.common import SDObj
from sd_jwt.holder import SDJWTHolder
from sd_jwt.issuer import SDJWTIssuer
from sd_jwt.verifier import SDJWTVerifier

sys.path.insert(0, str(Path(__file__).parent))

from judges import needs_npm_judge, npm_judge

from manto.kernel.errors import MantoError
from manto.records.credentials.errors import CredentialRefused, MalformedCredential
from manto.records.credentials.jose import base64url, new_key, public_jwk, sign_token
from manto.records.credentials.sd_jwt import (
    Binding,
    issue_sd_jwt,
    parse_sd_jwt,
    present_sd_jwt,
    verify_sd_jwt,
)

ISSUER, HOLDER, STRANGER = new_key(), new_key(), new_key()
NOW_S = 1_790_000_000
CLAIMS: dict[str, Any] = {
    "iss": "https://mantova.example",
    "vct": "https://mantova.example/types/land-title",
    "iat": NOW_S,
    "parcel": "E897 · 71 · 204",
    "holder": "Anna Gonzaga",
    "price_cents": 21_500_000,
    "address": {"street": "Via Corridoni", "number": 12},
}
HIDDEN = ("parcel", "holder", "price_cents", "address")
ASKED = Binding("https://bank.example", "n-0S6_WzA2Mj", NOW_S)


def random_bytes(seed: str) -> Callable[[int], bytes]:
    """Give bytes that look random and are the same each time."""
    count = 0

    def draw(size: int) -> bytes:
        nonlocal count
        count += 1
        return (sha256(f"{seed} {count}".encode()).digest() * (size // 32 + 1))[:size]

    return draw


def issued(**changes: Any) -> str:
    options: dict[str, Any] = {"holder": HOLDER, "decoys": 3} | changes
    return issue_sd_jwt(CLAIMS, HIDDEN, ISSUER, random_bytes("salts"), **options)


def presented(*show: str, **changes: Any) -> str:
    options: dict[str, Any] = {"audience": ASKED.audience, "nonce": ASKED.nonce, "at_s": NOW_S} | changes
    return present_sd_jwt(issued(), show, options.pop("holder", HOLDER), **options)


def test_a_holder_shows_what_is_asked_and_nothing_else() -> None:
    """Neither the checker's copy of the text nor what it says has the price."""
    text = presented("parcel")

    shown = verify_sd_jwt(text, ISSUER, ASKED)

    assert shown["parcel"] == "E897 · 71 · 204"
    assert {"holder", "price_cents", "address", "_sd_alg"} & set(shown) == set()
    assert "21500000" not in json.dumps([one.value for one in parse_sd_jwt(text).disclosures])


def test_nobody_can_count_what_is_hidden() -> None:
    """Four claims are hidden; seven digests stand there, in no order that tells."""
    digests = parse_sd_jwt(issued()).token.claims["_sd"]

    assert len(digests) == 7
    assert digests == sorted(digests)


@pytest.mark.parametrize(
    ("why", "text"),
    [
        ("signed for another question", presented("parcel", nonce="another")),
        ("signed for another checker", presented("parcel", audience="https://thief.example")),
        ("signed too long ago", presented("parcel", at_s=NOW_S - 301)),
        ("signed in the future", presented("parcel", at_s=NOW_S + 61)),
        ("shown by a stranger", presented("parcel", holder=STRANGER)),
        ("shown by nobody", present_sd_jwt(issued(), ["parcel"])),
        (
            "names no holder",
            present_sd_jwt(
                issued(holder=None), ["parcel"], HOLDER, audience=ASKED.audience, nonce=ASKED.nonce, at_s=NOW_S
            ),
        ),
    ],
)
def test_a_showing_that_is_not_the_holders_is_refused(why: str, text: str) -> None:
    """Whatever is wrong with it."""
    with pytest.raises(CredentialRefused):
        verify_sd_jwt(text, ISSUER, ASKED)


def test_a_disclosure_added_after_the_holder_signed_is_refused() -> None:
    """The binding is over exactly what is shown."""
    few, many = presented("parcel").split("~"), presented("parcel", "holder").split("~")
    mixed = "~".join([*many[:-1], few[-1]])

    with pytest.raises(CredentialRefused, match="other disclosures"):
        verify_sd_jwt(mixed, ISSUER, ASKED)


def disclosure(*parts: Any) -> str:
    return base64url(json.dumps(parts).encode())


def of_digests(*digests: Any, **claims: Any) -> str:
    return sign_token({"typ": "dc+sd-jwt"}, {"_sd": list(digests), **claims}, ISSUER)


def digest(text: str) -> str:
    return base64url(sha256(text.encode()).digest())


A, B = disclosure("s", "a", 1), disclosure("t", "a", 2)
ELEMENT, RESERVED, NESTED = disclosure("s", 1), disclosure("s", "_sd", 1), disclosure("s", "in", {"_sd": [digest(A)]})


@pytest.mark.parametrize(
    ("why", "text"),
    [
        ("another issuer", issue_sd_jwt(CLAIMS, HIDDEN, STRANGER, random_bytes("s"))),
        ("another type", sign_token({"typ": "JWT"}, {"_sd": []}, ISSUER) + "~"),
        ("a disclosure of nothing", of_digests() + f"~{A}~"),
        ("a disclosure twice", of_digests(digest(A)) + f"~{A}~{A}~"),
        ("a digest twice", of_digests(digest(A), digest(A)) + f"~{A}~"),
        ("a digest in two places", of_digests(digest(A), digest(NESTED)) + f"~{A}~{NESTED}~"),
        ("a name that is there", of_digests(digest(A), a=0) + f"~{A}~"),
        ("a name twice", of_digests(digest(A), digest(B)) + f"~{A}~{B}~"),
        ("a reserved name", of_digests(digest(RESERVED)) + f"~{RESERVED}~"),
        ("an element in place of a claim", of_digests(digest(ELEMENT)) + f"~{ELEMENT}~"),
        ("a claim in place of an element", of_digests(list=[{"...": digest(A)}]) + f"~{A}~"),
        ("an element with more", of_digests(list=[{"...": digest(ELEMENT), "x": 1}]) + f"~{ELEMENT}~"),
        ("another digest algorithm", of_digests(_sd_alg="sha-512") + "~"),
        ("a critical header", sign_token({"typ": "dc+sd-jwt", "crit": ["b64"], "b64": True}, {}, ISSUER) + "~"),
        ("no tilde", of_digests()),
        ("half a token", "a.b~"),
        ("not base64url", of_digests() + "~===~"),
        ("a disclosure of four parts", of_digests() + f"~{disclosure(1, 2, 3, 4)}~"),
        ("nothing", ""),
    ],
)
def test_a_credential_out_of_form_is_refused(why: str, text: str) -> None:
    """By one of two names, never by another error."""
    with pytest.raises((CredentialRefused, MalformedCredential)):
        verify_sd_jwt(text, ISSUER)


def test_without_a_signature_there_is_no_credential() -> None:
    """The header's word is not asked: 'none' is no algorithm."""
    none = urlsafe_b64encode(b'{"alg":"none","typ":"dc+sd-jwt"}').rstrip(b"=").decode()
    _, payload, signature = of_digests().split(".")

    for text in (f"{none}.{payload}.", f"{none}.{payload}.{signature}"):
        with pytest.raises(MantoError):
            verify_sd_jwt(text + "~", ISSUER)


@given(st.text(alphabet="abcdefgA0._~-", max_size=200))
@settings(max_examples=300)
def test_any_text_is_refused_by_name(text: str) -> None:
    """Whatever comes in."""
    with pytest.raises(MantoError):
        verify_sd_jwt(text, ISSUER)


@pytest.mark.parametrize("hidden", ["iss", "vct", "cnf", "status", "_sd", "no such claim"])
def test_what_a_checker_must_see_cannot_be_hidden(hidden: str) -> None:
    """Refused when it is issued."""
    with pytest.raises(MalformedCredential):
        issue_sd_jwt(CLAIMS, [hidden], ISSUER, random_bytes("s"))


# ── Judges from outside ──────────────────────────────────────────────────────────────────────────────────────────────


def jwk_of(key: Any, private: bool = False) -> JWK:
    return JWK.from_json(json.dumps(key.as_dict(private=private)))


def test_the_python_package_accepts_ours_and_refuses_it_altered() -> None:
    """And sees exactly what is shown."""
    text = presented("parcel", "address")
    judge = SDJWTVerifier(text, lambda *_: jwk_of(ISSUER), ASKED.audience, ASKED.nonce)

    seen = judge.get_verified_payload()

    assert {"parcel": CLAIMS["parcel"], "address": CLAIMS["address"]}.items() <= seen.items()
    assert "holder" not in seen
    with pytest.raises(Exception, match=r".*"):
        SDJWTVerifier(text, lambda *_: jwk_of(STRANGER), ASKED.audience, ASKED.nonce)


def test_we_accept_what_the_python_package_issues_nested_and_in_lists() -> None:
    """Its holder shows one city and one of two nationalities; the rest stays hidden."""
    claims = {
        "iss": "https://other.example",
        "vct": "pid",
        SDObj("address"): {SDObj("city"): "Mantova", SDObj("street"): "Via Verdi"},
        "nationalities": [SDObj("IT"), SDObj("FR")],
    }
    made = SDJWTIssuer(
        claims,
        jwk_of(ISSUER, private=True),
        jwk_of(HOLDER),
        add_decoy_claims=True,
        extra_header_parameters={"typ": "dc+sd-jwt"},
    )
    holder = SDJWTHolder(made.sd_jwt_issuance)
    holder.create_presentation(
        {"address": {"city": True}, "nationalities": [True, False]},
        ASKED.nonce,
        ASKED.audience,
        jwk_of(HOLDER, private=True),
    )

    shown = verify_sd_jwt(
        holder.sd_jwt_presentation, ISSUER, Binding(ASKED.audience, ASKED.nonce, iat_of(holder.sd_jwt_presentation))
    )

    assert shown["address"] == {"city": "Mantova"}
    assert shown["nationalities"] == ["IT"]


def iat_of(text: str) -> int:
    binding = parse_sd_jwt(text).binding
    assert binding is not None
    return int(binding.claims["iat"])


@needs_npm_judge
def test_the_npm_package_accepts_ours_and_refuses_it_altered() -> None:
    """With the holder's binding checked."""
    text = presented("parcel", "address")
    public = {"issuer": public_jwk(ISSUER), "holder": public_jwk(HOLDER), "nonce": ASKED.nonce}

    good = npm_judge(do="verify", credential=text, **public)
    other_question = npm_judge(do="verify", credential=text, **(public | {"nonce": "another"}))
    other_issuer = npm_judge(do="verify", credential=text, **(public | {"issuer": public_jwk(STRANGER)}))

    assert good["payload"]["address"] == CLAIMS["address"]
    assert good["bound"]
    assert "holder" not in good["payload"]
    assert "error" in other_question
    assert "error" in other_issuer


@needs_npm_judge
def test_we_accept_what_the_npm_package_presents() -> None:
    """It is the wallet; we issued, and we check."""
    made = npm_judge(
        do="present",
        credential=issued(),
        issuer=public_jwk(ISSUER),
        holder=HOLDER.as_dict(private=True),
        show=["holder"],
        audience=ASKED.audience,
        nonce=ASKED.nonce,
        iat=NOW_S,
    )

    shown = verify_sd_jwt(made["presented"], ISSUER, ASKED)

    assert shown["holder"] == "Anna Gonzaga"
    assert "parcel" not in shown
