"""The ways out beside the inbox: mail, push, short message. Each sends one notice or says why it could not."""

from __future__ import annotations

import json
import urllib.request
from dataclasses import dataclass
from email.utils import make_msgid
from typing import Any, Protocol

from django.conf import settings
from django.core.mail import EmailMessage

from manto.kernel.errors import Unavailable
from manto.services.notices.push_key import push_key

TIMEOUT_S = 10
GONE = (404, 410)
SMS_LETTERS_MAX = 320


class Gone(Exception):
    """The address is no more: nothing is ever sent there again."""


@dataclass(frozen=True)
class Message:
    """One notice in its reader's language, with where to read on and where to stop it."""

    title: str
    text: str
    why: str
    url: str
    stop_url: str
    stop_text: str
    matter: str


class Sms(Protocol):
    """Whoever carries short messages."""

    def send(self, number: str, text: str) -> None:
        """Send a text.

        Raises:
            Unavailable: It cannot be sent now.

        """
        ...


class WebGateway:
    """Hands short messages to a gateway: POST of ``{"to", "text", "from"}`` as JSON, with a bearer token if set."""

    def __init__(self, url: str, token: str, sender: str) -> None:
        self._url, self._token, self._sender = url, token, sender

    def send(self, number: str, text: str) -> None:
        """Send a text.

        Raises:
            Unavailable: The gateway did not take it.

        """
        body = json.dumps({"to": number, "text": text, "from": self._sender}).encode()
        headers = {"Content-Type": "application/json"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        request = urllib.request.Request(self._url, body, headers, method="POST")  # noqa: S310 - the operator's own
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_S):  # noqa: S310
                return
        except OSError as error:
            raise Unavailable(f"The gateway for short messages did not take it ({type(error).__name__}).") from None


def send_mail(address: str, message: Message) -> None:
    """Send a notice as mail, with the header by which mail programs offer to stop it.

    Raises:
        Unavailable: The mail server did not take it.

    """
    mail = EmailMessage(
        subject=message.title,
        body=f"{message.text}\n\n{message.url}\n\n{message.why}\n{message.stop_text} {message.stop_url}\n",
        to=[address],
        headers={"List-Unsubscribe": f"<{message.stop_url}>", "Message-ID": make_msgid(domain="manto")},
    )
    try:
        mail.send()
    except OSError as error:  # smtplib's own errors are among these
        raise Unavailable(f"The mail server did not take it ({type(error).__name__}).") from None


def send_push(subscription: Any, message: Message) -> None:
    """Push a notice to a browser; only that browser can read it.

    Raises:
        Gone: The browser does not want to be pushed to any more.
        Unavailable: Its push service did not take it.

    """
    from pywebpush import WebPushException, webpush  # slow to load, and needed only here

    content = {
        "title": message.title,
        "body": f"{message.text}\n{message.why}",
        "url": message.url,
        "tag": message.matter,
    }
    try:
        webpush(
            subscription_info={
                "endpoint": subscription.endpoint,
                "keys": {"p256dh": subscription.p256dh, "auth": subscription.auth},
            },
            data=json.dumps(content),
            vapid_private_key=push_key().private,
            vapid_claims={"sub": f"mailto:{settings.CITY.contact.get('email', 'city@localhost')}"},
            ttl=86_400,
            timeout=TIMEOUT_S,
        )
    except WebPushException as error:
        if error.response is not None and error.response.status_code in GONE:
            raise Gone from None
        raise Unavailable("The push service did not take it.") from None
    except OSError as error:
        raise Unavailable(f"The push service cannot be reached ({type(error).__name__}).") from None


def sms_gateway() -> Sms | None:
    """Give the carrier of short messages; none when the city has set none."""
    if not settings.MANTO_SMS_URL:
        return None
    return WebGateway(
        settings.MANTO_SMS_URL, settings.MANTO_SMS_TOKEN, settings.CITY.name[settings.CITY.default_language]
    )


def send_sms(number: str, message: Message) -> None:
    """Send a notice as a short message: what it is, where to read on, and, as far as there is room, why and how to stop it.

    Raises:
        Unavailable: There is no carrier, or it did not take it.

    """
    gateway = sms_gateway()
    if gateway is None:
        raise Unavailable("The city has no carrier for short messages.")
    said = f"{message.title}. {message.url}"
    for more in (message.why, f"{message.stop_text} {message.stop_url}"):
        said += f"\n{more}" if len(said) + len(more) < SMS_LETTERS_MAX else ""
    gateway.send(number, said[:SMS_LETTERS_MAX])
