"""An officer's key signs only what she has said yes to with her passkey: these very statements, this once.

1. The challenge is SHA-256 over a label, a number used once, and the SHA-256 of the statements' bytes.
2. The number is used up by the first answer, right or wrong, and is good for five minutes.
3. The yes is kept beside her signatures: number, passkey, what the device said. Anyone with her passkey's public key can
   check it again.
4. Who has no passkey does not sign, except in a demo that says so (`MANTO_SIGN_WITHOUT_PASSKEY`); then nothing is kept,
   and the desk says that nobody was asked.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings

from manto.kernel.errors import NotAllowed
from manto.ledger.statements import encode_cbor
from manto.residents.passkeys import ask_for_yes, check_yes, has_passkey

LABEL = b"manto draft approval v1\n"
NUMBER_BYTES = 32
GOOD_FOR_S = 300
KEPT = ("clientDataJSON", "authenticatorData", "signature")


@dataclass(frozen=True)
class Approval:
    """What an officer's device answered.

    Attributes:
        number: The number used once, as it was given out.
        host: The name under which the city was reached.
        assertion: The browser's answer, as WebAuthn writes it in JSON.
    """

    number: bytes
    host: str
    assertion: Mapping[str, Any]


def challenge_of(payloads: Sequence[bytes], number: bytes) -> bytes:
    """Give the 32 bytes that stand for saying yes to some statements (1)."""
    return sha256(LABEL + number + sha256(encode_cbor(list(payloads))).digest()).digest()


def new_number() -> bytes:
    """Give a number that is used once (2)."""
    return secrets.token_bytes(NUMBER_BYTES)


def way_to_sign(account_id: UUID) -> str:
    """Say how an officer confirms what she signs: `passkey`, `demo` when nobody asks her, `none` when she cannot."""
    if has_passkey(account_id):
        return "passkey"
    return "demo" if settings.MANTO_SIGN_WITHOUT_PASSKEY else "none"


def ask_for_approval(account_id: UUID, payloads: Sequence[bytes], number: bytes, host: str) -> dict[str, Any]:
    """Give what the browser asks the officer's device with."""
    return ask_for_yes(account_id, challenge_of(payloads, number), host)


def check_approval(account_id: UUID, payloads: Sequence[bytes], approval: Approval | None) -> dict[str, Any] | None:
    """Refuse to sign what an officer has not said yes to; give what is kept of her yes (3), None in a demo (4).

    Raises:
        NotAllowed: She has no passkey, was not asked, or it is a yes to something else.
    """
    way = way_to_sign(account_id)
    if way == "none":
        raise NotAllowed("To sign you need a passkey, and you have none.", "Make one under Me, then sign.")
    if way == "demo":
        return None
    if approval is None:
        raise NotAllowed("Your passkey was not asked, or longer than five minutes ago.", "Sign again.")
    challenge = challenge_of(payloads, approval.number)
    check_yes(account_id, challenge, approval.host, approval.assertion)
    response = approval.assertion["response"]
    return {
        "number": approval.number.hex(),
        "passkey": approval.assertion["id"],
        **{name: response[name] for name in KEPT},
    }
