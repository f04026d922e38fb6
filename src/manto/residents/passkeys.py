"""A passkey's word for one thing: the holder of an account, verified by her device, has said yes to these very bytes.

1. The challenge is what is said yes to; whoever asks makes it, once, and puts something unguessable in.
2. The device must have verified its user (finger, face or code), and the page must be the city's own.
3. Only a passkey that the account has registered counts; what comes back is kept by whoever asks, as evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import get_credentials
from django.conf import settings
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import PublicKeyCredentialRpEntity, UserVerificationRequirement

from manto.kernel.errors import NotAllowed
from manto.residents.models import Account


def has_passkey(account_id: UUID) -> bool:
    """Say whether an account has a passkey."""
    found: bool = Authenticator.objects.filter(user=account_id, type=Authenticator.Type.WEBAUTHN).exists()
    return found


def ask_for_yes(account_id: UUID, challenge: bytes, host: str) -> dict[str, Any]:
    """Give what the browser asks a device with (1, 2).

    Args:
        challenge: 32 bytes that stand for what is said yes to.
        host: The name under which the city is reached, without a port.
    """
    options, _ = _server(host).authenticate_begin(_credentials(account_id), _VERIFIED, challenge)
    return dict(options)


def check_yes(account_id: UUID, challenge: bytes, host: str, assertion: Mapping[str, Any]) -> None:
    """Refuse what is not a registered passkey's yes to this challenge (2, 3).

    Raises:
        NotAllowed: It is another challenge's, another account's, another page's, or no verified user's.
    """
    state = {"challenge": websafe_encode(challenge), "user_verification": _VERIFIED}
    try:
        _server(host).authenticate_complete(state, _credentials(account_id), assertion)
    except (ValueError, TypeError, KeyError, AttributeError) as wrong:
        raise NotAllowed("Your passkey did not confirm exactly this.", "Try again, with your own passkey.") from wrong


_VERIFIED = UserVerificationRequirement.REQUIRED


def _credentials(account_id: UUID) -> list[Any]:
    return list(get_credentials(Account.objects.get(id=account_id)))


def _server(host: str) -> Fido2Server:
    of_this_host = None if settings.IS_HTTPS else (lambda origin: urlsplit(origin).hostname == host)
    entity = PublicKeyCredentialRpEntity(id=host, name=settings.CITY.id)
    return Fido2Server(entity, verify_origin=of_this_host)
