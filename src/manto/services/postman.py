"""Carrying notices out of the house, beside the requests.

1. What is due is taken in a transaction of its own, and is due again some minutes later if nobody says what became of it.
2. It is sent outside of any transaction: a slow mail server holds up nobody.
3. What became of it is written down. A crash between 2 and 3 sends it twice; a notice is never lost.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.conf import settings

from manto.kernel.errors import Unavailable
from manto.residents.queries import Room, read_facts
from manto.services.commands.notices import ADDRESSES, claim_deliveries, end_delivery, forbid_push
from manto.services.models import NoticeDelivery, PushSubscription
from manto.services.notices.policy import retry_at
from manto.services.notices.sending import Gone, Message, send_mail, send_push, send_sms
from manto.services.notices.templates import say
from manto.services.wording import texts

log = logging.getLogger("manto.postman")


def carry_due(*, now: datetime) -> int:
    """Send what waits and is due; says how many were tried."""
    claimed = claim_deliveries(now=now)  # (1)
    for number in claimed:
        delivery = NoticeDelivery.objects.select_related("notice__resident").filter(id=number).first()
        if delivery is not None:
            _carry(delivery, now=now)
    return len(claimed)


def _carry(delivery: NoticeDelivery, *, now: datetime) -> None:
    try:
        outcome = _send(delivery, now)  # (2)
    except Unavailable as error:
        retry = retry_at(delivery.attempts, now)
        log.warning("notice put off", extra={"channel": delivery.channel, "attempts": delivery.attempts})
        end_delivery(delivery.id, "failed" if retry is None else type(error).__name__, now=now, retry=retry)
    else:
        end_delivery(delivery.id, outcome, now=now)  # (3)


def _send(delivery: NoticeDelivery, now: datetime) -> str:
    notice = delivery.notice
    message = message_of(notice, notice.resident.language)
    if delivery.channel == "push":
        return _push(notice.resident_id, message)
    fact = ADDRESSES[delivery.channel]
    known = read_facts(notice.resident_id, [fact], Room("services"), "tell_you", now)
    if fact not in known:
        return "no_address"
    address = str(known[fact].value)
    if delivery.channel == "mail":
        send_mail(address, message)
    else:
        send_sms(address, message)
    return "sent"


def _push(resident_id: object, message: Message) -> str:
    sent, last = 0, None
    for subscription in PushSubscription.objects.filter(resident=resident_id):
        try:
            send_push(subscription, message)
            sent += 1
        except Gone:
            forbid_push(subscription.resident_id, endpoint=subscription.endpoint)
        except Unavailable as error:
            last = error
    if last is not None and not sent:
        raise last
    return "sent" if sent else "no_address"


def message_of(notice: object, language: str) -> Message:
    """Say a notice as it goes out, with where to go on and where to stop it."""
    said = say(notice.kind, notice.values, language)  # type: ignore[attr-defined]
    return Message(
        title=said.title,
        text=said.text,
        why=said.why,
        url=f"{settings.PUBLIC_URL}{notice.href}",  # type: ignore[attr-defined]
        stop_url=f"{settings.PUBLIC_URL}/services/inbox/choices",
        stop_text=texts.say("notice.stop", language),
        matter=notice.matter,  # type: ignore[attr-defined]
    )
