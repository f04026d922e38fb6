"""Asking somebody's wallet: an officer asks for a few claims of one kind of record, the holder shows them, or not.

1. The question is signed by the city, with a nonce and a state that are good once.
2. What comes back must be of the kind that was asked for, issued by this city, not ended by its status list, bound to a
   key that signs for this question and this checker, and show what was asked.
3. What was shown is kept encrypted, for the officer who asked, for an hour.

Source: OpenID4VP 1.0, sections 5, 6, 8; x509_hash as the client's name (section 5.9.3).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from manto.kernel.errors import BadInput, MantoError, NotFound, SetupNeeded
from manto.kernel.ids import unguessable_id
from manto.ledger.paper.lists import Standing
from manto.records import vault
from manto.records.commands.status_lists import current_list
from manto.records.commands.wallets import type_address
from manto.records.credentials.city_keys import wallet_key
from manto.records.credentials.dcql import Wanted, answers_of, check_claims, query_for
from manto.records.credentials.errors import CredentialRefused
from manto.records.credentials.jose import base64url, sign_token
from manto.records.credentials.sd_jwt import Binding, verify_sd_jwt
from manto.records.credentials.status_list import open_status_list
from manto.records.models import Showing
from manto.records.reference import types
from manto.store.command import command

LASTS = timedelta(minutes=10)
KEPT = timedelta(hours=1)
CERTIFICATE_BEGINS = datetime(2026, 1, 1, tzinfo=UTC)
CERTIFICATE_ENDS = datetime(2046, 1, 1, tzinfo=UTC)


class Why(StrEnum):
    """Why nothing was shown, as the officer who asked is told; the wallet is told more."""

    NO = "no"
    UNABLE = "unable"
    ENDED = "ended"
    ON_HOLD = "on_hold"
    FOREIGN = "foreign"
    WRONG = "wrong"


class NotShown(CredentialRefused):
    """Nothing was shown, or nothing that may be believed, for a reason that the officer can act on."""

    def __init__(self, why: Why, detail: str) -> None:
        super().__init__(detail)
        self.why = why


@command
def ask_wallet(
    register: str, claims: Sequence[str], purpose: str, *, account_id: UUID, now: datetime
) -> tuple[UUID, str]:
    """Ask for claims of a kind of record; give the question's identifier, and the link that opens a wallet (1).

    Raises:
        UnknownName: There is no such kind.
        BadInput: It has no such field on its face, or the question has no purpose.
    """
    of = types()[register]
    unknown = [name for name in claims if name not in of.face.fields]
    if not claims or unknown or not purpose.strip():
        raise BadInput(
            "Ask for fields that the record shows, and say what for.", f"It has: {', '.join(of.face.fields)}."
        )
    Showing.objects.filter(until__lte=now - KEPT).delete()
    asked = Showing.objects.create(
        state_hash=sha256(unguessable_id().encode()).digest(),
        nonce=unguessable_id(),
        register=register,
        claims=list(claims),
        purpose=purpose.strip()[:300],
        asked_by_id=account_id,
        asked_at=now,
        until=now + LASTS,
    )
    asked.state_hash = _hash(_state_of(asked))
    asked.save(update_fields=["state_hash"])
    where = {"client_id": client_id(), "request_uri": f"{settings.PUBLIC_URL}/openid/request/{asked.id}"}
    return asked.id, "openid4vp://?" + urlencode(where)


def request_object(showing_id: UUID, now: datetime) -> str:
    """Sign a question, as a wallet fetches it (1).

    Raises:
        NotFound: There is none, or it was answered, or its time is over.
    """
    asked = Showing.objects.filter(id=showing_id, until__gt=now, answered_at=None).first()
    if asked is None:
        raise NotFound("This question is over.", "Ask for a new one at the counter.")
    algorithms = {"sd-jwt_alg_values": ["ES256"], "kb-jwt_alg_values": ["ES256"]}
    claims = {
        "iss": client_id(),
        "aud": "https://self-issued.me/v2",
        "client_id": client_id(),
        "response_type": "vp_token",
        "response_mode": "direct_post",
        "response_uri": f"{settings.PUBLIC_URL}/openid/response",
        "nonce": asked.nonce,
        "state": _state_of(asked),
        "iat": int(now.timestamp()),
        "exp": int(asked.until.timestamp()),
        "dcql_query": query_for([_wanted(asked)]),
        "client_metadata": {
            "client_name": settings.CITY.name[settings.CITY.default_language],
            "vp_formats_supported": {"dc+sd-jwt": algorithms},
        },
    }
    header = {"typ": "oauth-authz-req+jwt", "x5c": [_certificate_base64()]}
    return sign_token(header, claims, wallet_key())


def take_answer(given: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """Take what a wallet sends (2, 3).

    Raises:
        CredentialRefused: The state is not that of an open question, or what is shown does not hold.
    """
    refused = _take(given, now)
    if refused is not None:  # the question is closed, and says why
        raise refused
    return {}


@command
def _take(given: Mapping[str, str], now: datetime) -> MantoError | None:
    asked = (
        Showing.objects.select_for_update()
        .filter(state_hash=_hash(given.get("state", "")), until__gt=now, answered_at=None)
        .first()
    )
    if asked is None:
        return CredentialRefused("its question is not known, is over, or was answered already")
    asked.answered_at = now
    try:
        if "error" in given:
            said_no = given["error"] == "access_denied"
            raise NotShown(Why.NO if said_no else Why.UNABLE, "the wallet shows nothing")
        asked.shown = vault.wrapped(json.dumps(_checked(given, asked, now)).encode())
    except MantoError as refused:
        asked.refused = refused.why if isinstance(refused, NotShown) else Why.WRONG
        asked.save()
        return None if "error" in given else refused
    asked.save()
    return None


def _checked(given: Mapping[str, str], asked: Any, now: datetime) -> dict[str, Any]:
    wanted = _wanted(asked)
    text = answers_of(given.get("vp_token", ""), [wanted])[wanted.id]
    now_s = int(now.timestamp())
    shown = verify_sd_jwt(text, wallet_key(), Binding(client_id(), asked.nonce, now_s))
    if shown.get("iss") != settings.PUBLIC_URL or not now_s < int(shown.get("exp", 0)):
        raise NotShown(Why.FOREIGN, "it is of another city, or its time is over")
    place = shown.get("status", {}).get("status_list", {})
    number = str(place.get("uri", "")).rpartition("/")[2]
    page = current_list(int(number) if number.isdigit() else 0, now)
    standing = open_status_list(page.token, place["uri"], wallet_key(), now_s).at(place["idx"])
    if standing is Standing.INVALID:
        raise NotShown(Why.ENDED, "it has ended")
    if standing is not Standing.VALID:
        raise NotShown(Why.ON_HOLD, "the record is on hold")
    return check_claims(shown, wanted)


def read_showing(showing_id: UUID, account_id: UUID, now: datetime) -> tuple[Any, dict[str, Any] | None]:
    """Give a question and what was shown, to the officer who asked.

    Raises:
        NotFound: She asked no such question, or it is forgotten.
    """
    asked = Showing.objects.filter(id=showing_id, asked_by=account_id, until__gt=now - KEPT).first()
    if asked is None:
        raise NotFound("You asked no such question, or it is over.", "Ask anew.")
    return asked, None if asked.shown is None else json.loads(vault.unwrapped(asked.shown))


def client_id() -> str:
    """Name the city as a checker: by the hash of its certificate."""
    return "x509_hash:" + base64url(sha256(_certificate().public_bytes(Encoding.DER)).digest())


def _wanted(asked: Any) -> Wanted:
    return Wanted("record", type_address(asked.register), tuple(asked.claims))


def _state_of(asked: Any) -> str:
    """Give a question's state: from its secret nonce, so that no second secret is kept."""
    return base64url(sha256(f"state {asked.nonce} {asked.id}".encode()).digest())


def _certificate_base64() -> str:
    lines = _certificate().public_bytes(Encoding.PEM).decode().splitlines()
    return "".join(lines[1:-1])


def _certificate() -> x509.Certificate:
    return _certificate_of(urlsplit(settings.PUBLIC_URL).hostname or "localhost", str(vault.folder()))


@cache
def _certificate_of(host: str, folder: str) -> x509.Certificate:
    """Make the certificate that holds the city's key; the same each time, so that its hash stays the city's name."""
    file = vault.folder() / "keys" / f"wallet.{host}.pem"
    if file.exists():
        return x509.load_pem_x509_certificate(file.read_bytes())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    signing = wallet_key().private_key
    if signing is None:
        raise SetupNeeded("The key of the city's credentials is not here.", "Restore records/keys/wallet.key.")
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(signing.public_key())
        .serial_number(1)
        .not_valid_before(CERTIFICATE_BEGINS)
        .not_valid_after(CERTIFICATE_ENDS)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(signing, SHA256(), ecdsa_deterministic=True)
    )
    file.write_bytes(made.public_bytes(Encoding.PEM))
    return made


def _hash(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
