"""A wallet gets a record, walking through the specifications; whatever is wrong is refused by their names."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client
from tests.records.conftest import Office, at_s, offer
from tests.records.credentials.judges import needs_npm_judge, npm_judge
from tests.records.test_issuing import deliver, paolo  # noqa: F401  the fixture
from tests.records.test_titles import sale
from tests.records.wallet import PRE_AUTHORISED, Wallet, verifier

from manto.kernel.errors import NotFound
from manto.records.commands import wallets
from manto.records.credentials.sd_jwt import parse_sd_jwt

ISSUER = "http://localhost:8000"
CALLBACK = "http://localhost:9/callback"


def code_in(link: str) -> str:
    [offered] = parse_qs(urlsplit(link).query)["credential_offer"]
    return str(json.loads(offered)["grants"][PRE_AUTHORISED]["pre-authorized_code"])


def test_a_wallet_takes_an_offer_up(office: Office, flat: Any, wallet: Wallet) -> None:
    """From the link in the app to a credential that is bound to its key, and hides everything until it is asked."""
    status, _ = wallet.accept(*offer(office, flat), at_s(office))

    [credential] = wallet.held
    token = parse_sd_jwt(credential).token
    public = wallet.key.as_dict(private=False)
    assert status == 200
    assert token.claims["cnf"]["jwk"]["x"] == public["x"]
    assert token.claims["vct"] == f"{ISSUER}/types/land-title"
    assert {"parcel", "owners", "record"} & set(token.claims) == set()
    assert token.claims["status"]["status_list"]["uri"] == f"{ISSUER}/status/1"


def test_everything_that_the_credential_names_can_be_fetched(office: Office, flat: Any, wallet: Wallet) -> None:
    """Its issuer's key, its type and its status list, by whoever holds it."""
    wallet.accept(*offer(office, flat), at_s(office))
    token = parse_sd_jwt(wallet.held[0]).token

    keys = wallet.get(f"{token.claims['iss']}/.well-known/jwt-vc-issuer")["jwks"]["keys"]
    described = wallet.get(token.claims["vct"])
    listed = wallet.net.get(urlsplit(token.claims["status"]["status_list"]["uri"]).path)

    assert token.header["kid"] in {key["kid"] for key in keys}
    assert described["vct"] == token.claims["vct"]
    assert {"locale": "it", "label": "Particella"} in described["claims"][0]["display"]
    assert listed["Content-Type"] == "application/statuslist+jwt"


@needs_npm_judge
def test_the_npm_package_verifies_what_was_issued(office: Office, flat: Any, wallet: Wallet) -> None:
    """With the key that the city publishes, and the holder's binding."""
    wallet.accept(*offer(office, flat), at_s(office))
    [key] = wallet.get(f"{ISSUER}/.well-known/jwt-vc-issuer")["jwks"]["keys"]
    question = {"client_id": "https://bank.example", "nonce": "n-1"}
    shown = wallet.present(wallet.held[0], {"parcel"}, question, at_s(office))

    told = npm_judge(
        do="verify",
        credential=shown,
        issuer={n: key[n] for n in ("kty", "crv", "x", "y")},
        holder=wallet.key.as_dict(private=False),
        nonce="n-1",
    )

    assert told["payload"]["parcel"] == "E897-45-312-7"
    assert told["bound"]


@pytest.mark.parametrize(
    ("why", "changes", "error"),
    [
        ("another grant", {"grant_type": "password"}, "unsupported_grant_type"),
        ("no code", {"pre-authorized_code": ""}, "invalid_request"),
        ("no number", {"tx_code": ""}, "invalid_request"),
        ("a wrong number", {"tx_code": "x"}, "invalid_grant"),
        ("an unknown code", {"pre-authorized_code": "x"}, "invalid_grant"),
    ],
)
def test_a_token_is_refused_by_name(
    office: Office, flat: Any, wallet: Wallet, why: str, changes: dict[str, str], error: str
) -> None:
    """RFC 6749, section 5.2."""
    link, number = offer(office, flat)
    form = {"grant_type": PRE_AUTHORISED, "pre-authorized_code": code_in(link), "tx_code": number} | changes

    assert wallet.post("/openid/token", form=form) == (400, {"error": error, "error_description": _any(wallet, form)})


def _any(wallet: Wallet, form: dict[str, str]) -> Any:
    """Whatever the sentence is, there is one."""

    class Sentence:
        def __eq__(self, other: object) -> bool:
            return isinstance(other, str) and other.endswith(".")

        __hash__ = None  # type: ignore[assignment]

    return Sentence()


def test_an_expired_code_is_refused(office: Office, flat: Any, wallet: Wallet) -> None:
    """After ten minutes."""
    link, number = offer(office, flat)
    office.clock.advance(wallets.CODE_LASTS)

    status, answer = wallet.accept(link, number, at_s(office))

    assert (status, answer["error"]) == (400, "invalid_grant")


def test_a_code_used_twice_takes_back_its_token(office: Office, flat: Any, wallet: Wallet) -> None:
    """Somebody has listened: neither gets the credential."""
    link, number = offer(office, flat)
    form = {"grant_type": PRE_AUTHORISED, "pre-authorized_code": code_in(link), "tx_code": number}
    _, granted = wallet.post("/openid/token", form=form)

    again, refused = Wallet().post("/openid/token", form=form)
    told, _ = wallet.discover(ISSUER)
    status, answer = wallet.fetch(told, "land-title", granted["access_token"], at_s(office))

    assert (again, refused["error"]) == (400, "invalid_grant")
    assert (status, answer["error"]) == (401, "invalid_token")


def test_five_wrong_numbers_end_a_code(office: Office, flat: Any, wallet: Wallet) -> None:
    """The right one comes too late."""
    link, number = offer(office, flat)
    for _ in range(5):
        wallet.accept(link, "wrong", at_s(office))

    status, answer = wallet.accept(link, number, at_s(office))

    assert (status, answer["error"]) == (400, "invalid_grant")


def granted_to(office: Office, record: Any, wallet: Wallet) -> str:
    link, number = offer(office, record)
    form = {"grant_type": PRE_AUTHORISED, "pre-authorized_code": code_in(link), "tx_code": number}
    return str(wallet.post("/openid/token", form=form)[1]["access_token"])


def nonce_for(wallet: Wallet) -> str:
    return str(wallet.post("/openid/nonce", form={})[1]["c_nonce"])


def ask_credential(wallet: Wallet, token: str, proof: Any, **changes: Any) -> tuple[int, str]:
    body = {"credential_configuration_id": "land-title", "proofs": {"jwt": [proof]}} | changes
    body = {name: value for name, value in body.items() if value is not None}
    status, answer = wallet.post("/openid/credential", body=body, token=token)
    return status, answer.get("error", "")


def test_a_wrong_request_is_refused_by_name(office: Office, flat: Any, wallet: Wallet) -> None:
    """OpenID4VCI, section 8.3.1: each mistake alone, and then the right one with the same token."""
    token, now_s = granted_to(office, flat, wallet), at_s(office)
    good = lambda: wallet.proof(ISSUER, nonce_for(wallet), now_s)  # noqa: E731
    stranger = Wallet()
    borrowed = stranger.proof(ISSUER, nonce_for(wallet), now_s).split(".")
    own = good().split(".")

    assert ask_credential(wallet, "wrong", good()) == (401, "invalid_token")
    assert ask_credential(wallet, token, good(), credential_configuration_id=None) == (
        400,
        "invalid_credential_request",
    )
    assert ask_credential(wallet, token, good(), credential_configuration_id="unicorn") == (
        400,
        "unknown_credential_configuration",
    )
    assert ask_credential(wallet, token, good(), credential_configuration_id="vehicle") == (
        400,
        "credential_request_denied",
    )
    assert ask_credential(wallet, token, good(), credential_identifier="x") == (400, "unknown_credential_identifier")
    assert ask_credential(wallet, token, good(), proofs=None) == (400, "invalid_proof")
    assert ask_credential(wallet, token, good(), proofs={"jwt": [good(), good()]}) == (400, "invalid_proof")
    assert ask_credential(wallet, token, wallet.proof("http://other", nonce_for(wallet), now_s)) == (
        400,
        "invalid_proof",
    )
    assert ask_credential(wallet, token, wallet.proof(ISSUER, nonce_for(wallet), now_s - 400)) == (400, "invalid_proof")
    assert ask_credential(wallet, token, ".".join([*own[:2], borrowed[2]])) == (400, "invalid_proof")
    assert ask_credential(wallet, token, wallet.proof(ISSUER, None, now_s)) == (400, "invalid_proof")
    assert ask_credential(wallet, token, wallet.proof(ISSUER, "made up", now_s)) == (400, "invalid_nonce")
    assert ask_credential(wallet, token, good()) == (200, "")


def test_a_replayed_nonce_is_refused(office: Office, flat: Any, wallet: Wallet) -> None:
    """It was good once; so is one that is too old."""
    token, proof = granted_to(office, flat, wallet), wallet.proof(ISSUER, nonce_for(wallet), at_s(office))
    first = ask_credential(wallet, token, proof)
    second = ask_credential(wallet, token, proof)
    old = nonce_for(wallet)
    office.clock.advance(wallets.NONCE_LASTS)
    third = ask_credential(wallet, token, wallet.proof(ISSUER, old, at_s(office)))

    assert [first, second, third] == [(200, ""), (400, "invalid_nonce"), (400, "invalid_nonce")]


def test_who_sold_the_flat_meanwhile_gets_no_credential_of_it(office: Office, flat: Any, wallet: Wallet) -> None:
    """Between the token and the request."""
    token = granted_to(office, flat, wallet)
    office.enter("chiara ottavio paolo giulia", sale(office, flat))

    assert ask_credential(wallet, token, wallet.proof(ISSUER, nonce_for(wallet), at_s(office))) == (
        400,
        "credential_request_denied",
    )


# ── By signing in: authorisation code with PKCE ──────────────────────────────────────────────────────────────────────


def authorisation(challenge: str, **changes: str) -> dict[str, str]:
    asked = {
        "response_type": "code",
        "client_id": "wallet.example",
        "redirect_uri": CALLBACK,
        "scope": "land-title",
        "state": "s-1",
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    return asked | changes


def agreed(client: Client, record: Any, asked: dict[str, str]) -> Any:
    return client.post(f"/api/v1/me/records/{record.id}/agree", {"asked": asked}, content_type="application/json")


def test_a_wallet_sends_its_holder_who_agrees(office: Office, flat: Any, wallet: Wallet, paolo: Client) -> None:  # noqa: F811
    """And comes back with a code, the state it sent and who issued it; the code becomes a token for the same client alone."""
    secret, challenge = verifier()
    asked = authorisation(challenge)
    page = paolo.get("/openid/authorize?" + urlencode(asked))
    back = agreed(paolo, flat, asked).json()["redirect"]
    answer = {name: value for name, [value] in parse_qs(urlsplit(back).query).items()}
    form = {
        "grant_type": "authorization_code",
        "code": answer["code"],
        "client_id": "wallet.example",
        "redirect_uri": CALLBACK,
    }

    tries = [
        wallet.post("/openid/token", form=form)[1]["error"],
        wallet.post("/openid/token", form=form | {"code_verifier": verifier()[0]})[1]["error"],
        wallet.post("/openid/token", form=form | {"code_verifier": secret, "client_id": "other"})[1]["error"],
        wallet.post("/openid/token", form=form | {"code_verifier": secret, "redirect_uri": "http://localhost:9/x"})[1][
            "error"
        ],
    ]
    status, granted = wallet.post("/openid/token", form=form | {"code_verifier": secret})

    assert parse_qs(urlsplit(page["Location"]).query)["wallet"] == [urlencode(asked)]
    assert back.startswith(CALLBACK)
    assert (answer["state"], answer["iss"]) == ("s-1", ISSUER)
    assert tries == ["invalid_grant"] * 4
    assert status == 200
    assert wallet.fetch(wallet.discover(ISSUER)[0], "land-title", granted["access_token"], at_s(office))[0] == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"redirect_uri": "javascript:alert(1)"},
        {"redirect_uri": "http://thief.example/"},
        {"redirect_uri": "https://wallet.example/#x"},
        {"redirect_uri": ""},
        {"code_challenge_method": "plain"},
        {"code_challenge": "short"},
        {"response_type": "token"},
        {"scope": "no-such-register"},
        {"client_id": ""},
        {"scope": "vehicle"},
    ],
)
def test_an_unsafe_question_is_not_agreed_to(office: Office, flat: Any, paolo: Client, changes: dict[str, str]) -> None:  # noqa: F811
    """And nobody is sent anywhere."""
    assert agreed(paolo, flat, authorisation(verifier()[1], **changes)).status_code == 400


def test_a_holder_who_gives_nothing_is_sent_back_to_say_so(office: Office, paolo: Client) -> None:  # noqa: F811
    """By the name of RFC 6749, section 4.1.2.1; and nobody is sent to an address that is not a wallet's."""
    asked = authorisation(verifier()[1])
    said = lambda question: paolo.post(  # noqa: E731
        "/api/v1/me/records/decline", {"asked": question}, content_type="application/json"
    )

    back = parse_qs(urlsplit(said(asked).json()["redirect"]).query)

    assert back == {"error": ["access_denied"], "state": ["s-1"], "iss": [ISSUER]}
    assert said(asked | {"redirect_uri": "javascript:alert(1)"}).status_code == 400


def test_nobody_agrees_for_another(office: Office, paolo: Client) -> None:  # noqa: F811
    """A record that is not hers is not there."""
    car = office.car()
    office.clock.advance(wallets.CODE_LASTS)
    with pytest.raises(NotFound):
        wallets.offer_to_wallet(car.id, office.residents["giulia"], office.now)
