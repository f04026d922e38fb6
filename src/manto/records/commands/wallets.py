"""Putting a record into a wallet: codes, tokens, nonces, each good once or for minutes, and kept as hashes alone.

1. A code is turned into a token once; a second use of it takes back the token that the first one gave.
2. An offered code needs a number that travels apart from it; after five wrong ones the code is over.
3. A code from signing in needs the verifier to the challenge with which it was asked for, the same client and address.
4. A nonce is good once, whatever comes of the request that uses it.
5. A token is for one record of one resident, who must still hold it when the credential is fetched.

Source: OpenID4VCI 1.0, sections 4.1.1, 6 to 8; RFC 6749, sections 4.1.2 and 5.2; RFC 7636.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.conf import settings

from manto.kernel.errors import BadInput, NotFound
from manto.kernel.ids import unguessable_id
from manto.records.commands.issuing import give_place, paper_fields
from manto.records.commands.status_lists import list_address
from manto.records.credentials.city_keys import wallet_key, wallet_key_id
from manto.records.credentials.openid import (
    CODE_DIGITS,
    PRE_AUTHORISED,
    WalletRefused,
    check_key_proof,
    credential_offer,
    is_verifier_of,
    offer_link,
)
from manto.records.credentials.sd_jwt import issue_sd_jwt
from manto.records.models import WalletCode, WalletNonce, WalletToken
from manto.records.queries.views import fields_said, holds, the_record
from manto.records.reference import types
from manto.store.command import command

CODE_LASTS = timedelta(minutes=10)
TOKEN_LASTS = timedelta(minutes=10)
NONCE_LASTS = timedelta(minutes=5)
FORGOTTEN_AFTER = timedelta(days=1)
CREDENTIAL_LASTS = timedelta(days=365)
DECOYS = 3


def type_address(register: str) -> str:
    """Name a kind of credential: the address at which it is described."""
    return f"{settings.PUBLIC_URL}/types/{register}"


@command
def offer_to_wallet(record_id: UUID, resident_id: UUID, now: datetime) -> tuple[str, str]:
    """Offer a record to its holder's wallet; give the link that opens it, and the number to type there (2).

    Raises:
        NotFound: She does not hold it.
    """
    _must_hold(resident_id, record_id)
    WalletCode.objects.filter(until__lte=now - FORGOTTEN_AFTER).delete()
    WalletToken.objects.filter(until__lte=now).delete()
    code, number = unguessable_id(), str(secrets.randbelow(10**CODE_DIGITS)).zfill(CODE_DIGITS)
    WalletCode.objects.create(
        code_hash=_hash(code),
        how="offer",
        record_id=record_id,
        resident_id=resident_id,
        number_hash=_hash(f"{code} {number}"),
        until=now + CODE_LASTS,
    )
    return offer_link(credential_offer(settings.PUBLIC_URL, the_record(record_id).register, code=code)), number


@command
def agree_to_wallet(record_id: UUID, resident_id: UUID, asked: Mapping[str, str], now: datetime) -> str:
    """Agree that a wallet which sent its holder here gets a record; give the address to send her back to (3).

    Raises:
        NotFound: She does not hold it.
        BadInput: What the wallet asked is not what it may ask.
    """
    _must_hold(resident_id, record_id)
    check_authorisation(asked)
    if asked.get("scope") != the_record(record_id).register:
        raise BadInput("The wallet asked for another kind of record.", "Choose one of that kind.")
    code = unguessable_id()
    WalletCode.objects.create(
        code_hash=_hash(code),
        how="sign_in",
        record_id=record_id,
        resident_id=resident_id,
        challenge=asked["code_challenge"],
        client=asked["client_id"],
        redirect=asked["redirect_uri"],
        until=now + CODE_LASTS,
    )
    return _back_to_wallet(asked, {"code": code})


def decline_wallet(asked: Mapping[str, str]) -> str:
    """Give nothing to a wallet which sent its holder here; give the address to send her back to, saying so.

    Raises:
        BadInput: What the wallet asked is not what it may ask.

    Source: RFC 6749, section 4.1.2.1.
    """
    check_authorisation(asked)
    return _back_to_wallet(asked, {"error": "access_denied"})


def _back_to_wallet(asked: Mapping[str, str], answer: Mapping[str, str]) -> str:
    told = {**answer, "iss": settings.PUBLIC_URL} | ({"state": asked["state"]} if "state" in asked else {})
    joint = "&" if urlsplit(asked["redirect_uri"]).query else "?"
    return f"{asked['redirect_uri']}{joint}{urlencode(told)}"


def check_authorisation(asked: Mapping[str, str]) -> None:
    """Check what a wallet asks when it sends its holder here.

    Raises:
        BadInput: It asks in another way than is safe; the holder is not sent back, for its address may be anybody's.
    """
    target = urlsplit(asked.get("redirect_uri", ""))
    is_app = bool(target.scheme) and target.scheme not in {
        "http",
        "https",
        "javascript",
        "data",
        "file",
        "blob",
        "vbscript",
    }
    is_own_machine = target.scheme == "http" and target.hostname in {"127.0.0.1", "::1", "localhost"}
    if not (is_app or is_own_machine or (target.scheme == "https" and target.hostname)) or target.fragment:
        raise BadInput("The wallet did not say where it is to be told.", "Begin again in the wallet.")
    challenge = asked.get("code_challenge", "")
    if asked.get("code_challenge_method") != "S256" or len(challenge) != 43:
        raise BadInput("The wallet asks in a way that others could listen to.", "Use a wallet that knows PKCE (S256).")
    if asked.get("response_type") != "code" or not 1 <= len(asked.get("client_id", "")) <= 300:
        raise BadInput("The wallet asks for something other than a code.", "Begin again in the wallet.")
    if asked.get("scope") not in types() or len(asked["redirect_uri"]) > 600:
        raise BadInput(
            "The wallet asks for a kind of record that the city does not have.", "Begin again in the wallet."
        )


def token_for(asked: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """Turn a code into a token.

    Raises:
        WalletRefused: ``unsupported_grant_type``, ``invalid_request``, ``invalid_grant``.
    """
    grant = asked.get("grant_type")
    if grant not in (PRE_AUTHORISED, "authorization_code"):
        raise WalletRefused("unsupported_grant_type", f"Use {PRE_AUTHORISED} or authorization_code.")
    name = "pre-authorized_code" if grant == PRE_AUTHORISED else "code"
    if not asked.get(name):
        raise WalletRefused("invalid_request", f"'{name}' is missing.")
    if grant == PRE_AUTHORISED and not asked.get("tx_code"):
        raise WalletRefused("invalid_request", "The number that the offer asks for ('tx_code') is missing.")
    token, refused = _exchange(grant, asked[name], asked, now)
    if refused is not None:  # what was noted of the failed try is kept
        raise refused
    return {"access_token": token, "token_type": "Bearer", "expires_in": int(TOKEN_LASTS.total_seconds())}


@command
def _exchange(grant: str, code: str, asked: Mapping[str, str], now: datetime) -> tuple[str, WalletRefused | None]:
    how = "offer" if grant == PRE_AUTHORISED else "sign_in"
    row = WalletCode.objects.select_for_update().filter(code_hash=_hash(code), how=how).first()
    if row is None or now >= row.until or not row.tries_left:
        return "", WalletRefused("invalid_grant", "The code is not known, or its time is over. Begin again in the app.")
    if row.used_at is not None:  # (1)
        WalletToken.objects.filter(record=row.record_id, resident=row.resident_id).delete()
        return "", WalletRefused("invalid_grant", "The code has been used already. Begin again in the app.")
    if how == "offer" and not hmac.compare_digest(_hash(f"{code} {asked['tx_code']}"), bytes(row.number_hash)):  # (2)
        row.tries_left -= 1
        row.save(update_fields=["tries_left"])
        return "", WalletRefused("invalid_grant", "The number is not the one that the app shows.")
    if how == "sign_in" and not _is_the_asker(row, asked):  # (3)
        return "", WalletRefused("invalid_grant", "The code was given to somebody else, or for another address.")
    token = unguessable_id()
    row.used_at = now
    row.save(update_fields=["used_at"])
    WalletToken.objects.create(
        token_hash=_hash(token), record_id=row.record_id, resident_id=row.resident_id, until=now + TOKEN_LASTS
    )
    return token, None


def _is_the_asker(row: Any, asked: Mapping[str, str]) -> bool:
    is_same = (asked.get("client_id"), asked.get("redirect_uri")) == (row.client, row.redirect)
    return is_same and is_verifier_of(asked.get("code_verifier", ""), row.challenge)


@command
def fresh_nonce(now: datetime) -> str:
    """Give a number that a proof must repeat; forget those whose time is over."""
    WalletNonce.objects.filter(until__lte=now).delete()
    nonce = unguessable_id()
    WalletNonce.objects.create(nonce_hash=_hash(nonce), until=now + NONCE_LASTS)
    return nonce


@command
def _used(nonce: str, now: datetime) -> bool:
    """Use a nonce up; say whether it was good (4)."""
    return bool(WalletNonce.objects.filter(nonce_hash=_hash(nonce), until__gt=now).delete()[0])


def credential_for(token: str, asked: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Issue the credential that a token is for, bound to the key that the wallet proves (5).

    Raises:
        WalletRefused: ``invalid_token``, ``invalid_credential_request``, ``unknown_credential_configuration``,
            ``invalid_proof``, ``invalid_nonce``, ``credential_request_denied``.
    """
    row = WalletToken.objects.select_related("record").filter(token_hash=_hash(token), until__gt=now).first()
    if row is None:
        raise WalletRefused("invalid_token", "The token is not known, or its time is over.", 401)
    proof = _proof_in(asked, row.record.register)
    holder, nonce = check_key_proof(proof, settings.PUBLIC_URL, int(now.timestamp()))
    if not _used(nonce, now):
        raise WalletRefused("invalid_nonce", "The nonce was used already or is too old. Fetch a fresh one.")
    if not holds(row.resident_id, row.record_id) or not (says := fields_said(row.record)):
        raise WalletRefused("credential_request_denied", "The record has changed hands or was destroyed.")
    of = types()[row.record.register]
    issued = give_place(row.record_id, row.resident_id, "wallet", bytes(row.record.head), now)
    shown = paper_fields(of, says)
    claims = {
        "iss": settings.PUBLIC_URL,
        "vct": type_address(of.id),
        "iat": int(now.timestamp()),
        "exp": int((now + CREDENTIAL_LASTS).timestamp()),
        "status": {"status_list": {"idx": issued.place, "uri": list_address(issued.list_number)}},
        "record": row.record.name,
        **shown,
    }
    made = issue_sd_jwt(
        claims,
        ["record", *shown],
        wallet_key(),
        secrets.token_bytes,
        holder=holder,
        key_id=wallet_key_id(),
        decoys=DECOYS,
    )
    return {"credentials": [{"credential": made}]}


def _proof_in(asked: Mapping[str, Any], register: str) -> str:
    if "credential_identifier" in asked:
        raise WalletRefused("unknown_credential_identifier", "Ask by 'credential_configuration_id'.")
    kind = asked.get("credential_configuration_id")
    if not isinstance(kind, str):
        raise WalletRefused("invalid_credential_request", "'credential_configuration_id' is missing.")
    if kind not in types():
        raise WalletRefused("unknown_credential_configuration", f"There is no '{kind[:60]}' here.")
    if kind != register:
        raise WalletRefused("credential_request_denied", f"The token is for '{register}'.")
    proofs = asked.get("proofs")
    listed = proofs.get("jwt") if isinstance(proofs, dict) and set(proofs) == {"jwt"} else None
    if not isinstance(listed, list) or len(listed) != 1 or not isinstance(listed[0], str):
        raise WalletRefused("invalid_proof", "Bring one proof, in 'proofs': {'jwt': [...]}.")
    return listed[0]


def _must_hold(resident_id: UUID, record_id: UUID) -> None:
    if not holds(resident_id, record_id):
        raise NotFound("You hold no such record.", "Look at your records again.")


def _hash(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
