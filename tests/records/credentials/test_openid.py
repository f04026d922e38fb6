"""What wallets and the city say to each other, checked against the words of the specifications."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from manto.records.credentials.dcql import Wanted, answers_of, check_claims, query_for
from manto.records.credentials.errors import CredentialRefused
from manto.records.credentials.jose import base64url, new_key, public_jwk, thumbprint
from manto.records.credentials.openid import (
    PRE_AUTHORISED,
    Configuration,
    WalletRefused,
    authorisation_metadata,
    check_key_proof,
    credential_offer,
    is_verifier_of,
    issuer_metadata,
    offer_link,
)

ISSUER = "https://mantova.example"
KEY = new_key()
NOW_S = 1_790_000_000


def proof(key: Any = KEY, header: dict[str, Any] | None = None, **claims: Any) -> str:
    """Make a wallet's proof as appendix F.1 shows it, with the bare curve: also what no library would sign."""
    head = {"alg": "ES256", "typ": "openid4vci-proof+jwt", "jwk": public_jwk(KEY)} | (header or {})
    said = {"aud": ISSUER, "iat": NOW_S, "nonce": "abc"} | claims
    parts = [{name: value for name, value in one.items() if value is not None} for one in (head, said)]
    message = ".".join(base64url(json.dumps(one).encode()) for one in parts)
    made = key.private_key.sign(message.encode(), ec.ECDSA(SHA256()))
    signature = b"".join(number.to_bytes(32, "big") for number in decode_dss_signature(made))
    return f"{message}.{base64url(signature)}"


def test_a_proof_gives_the_wallets_key_and_nonce() -> None:
    """To which the credential is then bound."""
    key, nonce = check_key_proof(proof(), ISSUER, NOW_S + 5)

    assert (thumbprint(key), nonce) == (thumbprint(KEY), "abc")


@pytest.mark.parametrize(
    ("why", "compact", "error"),
    [
        ("by another key", proof(new_key()), "invalid_proof"),
        ("for another issuer", proof(aud="https://other.example"), "invalid_proof"),
        ("too old", proof(iat=NOW_S - 301), "invalid_proof"),
        ("from the future", proof(iat=NOW_S + 61), "invalid_proof"),
        ("of another type", proof(header={"typ": "JWT"}), "invalid_proof"),
        ("without a key", proof(header={"jwk": None}), "invalid_proof"),
        ("with two keys", proof(header={"kid": "x"}), "invalid_proof"),
        ("with its private key", proof(header={"jwk": KEY.as_dict(private=True)}), "invalid_proof"),
        ("without a nonce", proof(nonce=None), "invalid_proof"),
        ("not a token", "x", "invalid_proof"),
    ],
)
def test_a_wrong_proof_is_refused_by_the_name_that_the_specification_gives(why: str, compact: str, error: str) -> None:
    """Section 8.3.1.2."""
    with pytest.raises(WalletRefused) as refused:
        check_key_proof(compact, ISSUER, NOW_S)

    assert refused.value.error == error


def test_who_asks_for_the_token_is_who_asked_for_the_code() -> None:
    """The example of RFC 7636, appendix B."""
    verifier, challenge = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

    assert is_verifier_of(verifier, challenge)
    assert not is_verifier_of(verifier[:-1] + "j", challenge)
    assert not is_verifier_of("short", challenge)


def test_an_offer_is_a_link_that_opens_a_wallet() -> None:
    """And says with which code, and that another is needed that travels apart."""
    link = offer_link(credential_offer(ISSUER, "land-title", code="xyz", issuer_state="s"))

    [offer] = parse_qs(urlsplit(link).query)["credential_offer"]
    grants = json.loads(offer)["grants"]
    assert urlsplit(link).scheme == "openid-credential-offer"
    assert grants[PRE_AUTHORISED]["pre-authorized_code"] == "xyz"
    assert grants[PRE_AUTHORISED]["tx_code"]["length"] == 6
    assert grants["authorization_code"] == {"issuer_state": "s"}


def test_the_metadata_says_what_a_wallet_must_know() -> None:
    """What sections 12.2.4 and 12.3 and RFC 8414 call required, and no address of another."""
    kind = Configuration("land-title", f"{ISSUER}/types/land-title", {"it": "Titolo"}, {"parcel": {"it": "Particella"}})
    issuer, server = issuer_metadata(ISSUER, {"it": "Mantova"}, [kind]), authorisation_metadata(ISSUER)

    [(name, told)] = issuer["credential_configurations_supported"].items()
    assert issuer["credential_issuer"] == server["issuer"] == ISSUER
    assert (name, told["format"], told["vct"]) == ("land-title", "dc+sd-jwt", kind.vct)
    assert told["proof_types_supported"]["jwt"]["proof_signing_alg_values_supported"] == ["ES256"]
    assert server["code_challenge_methods_supported"] == ["S256"]
    addresses = [value for of in (issuer, server) for name, value in of.items() if name.endswith("_endpoint")]
    assert len(addresses) == 4
    assert all(address.startswith(f"{ISSUER}/openid/") for address in addresses)


TITLE = Wanted("title", "https://mantova.example/types/land-title", ("parcel", "owners"))


def test_a_query_asks_for_a_type_and_its_claims() -> None:
    """As section 6 of OpenID4VP writes it."""
    [query] = query_for([TITLE])["credentials"]

    assert query == {
        "id": "title",
        "format": "dc+sd-jwt",
        "meta": {"vct_values": [TITLE.vct]},
        "claims": [{"path": ["parcel"]}, {"path": ["owners"]}],
    }


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "[]",
        "{}",
        '{"other": ["x"]}',
        '{"title": "x"}',
        '{"title": []}',
        '{"title": ["x", "y"]}',
        '{"title": [1]}',
        '{"title": ["x"], "more": ["y"]}',
    ],
)
def test_an_answer_that_was_not_asked_for_is_refused(answer: str) -> None:
    """Too much is refused as too little is: what nobody asked for should not have come."""
    with pytest.raises(CredentialRefused):
        answers_of(answer, [TITLE])


def test_an_answer_must_show_all_that_was_asked() -> None:
    """And gives that, and nothing besides."""
    shown = {"vct": TITLE.vct, "parcel": "E897", "owners": "Anna", "price": 3}

    assert answers_of('{"title": ["a~b~c"]}', [TITLE]) == {"title": "a~b~c"}
    assert check_claims(shown, TITLE) == {"parcel": "E897", "owners": "Anna"}
    for wrong in (shown | {"vct": "other"}, {"vct": TITLE.vct, "parcel": "E897"}):
        with pytest.raises(CredentialRefused):
            check_claims(wrong, TITLE)
