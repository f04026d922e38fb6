"""Giving and withdrawing consent.

1. A receipt says what was agreed to, in the words that were shown, and is signed by the city.
2. A withdrawal is in force with the command's commit: every reading of facts looks at the consent in force.
3. Whoever acts on a consent is told of its end and forgets what it made of it.
4. A child below ``CONSENT_YEARS`` cannot agree for herself: who holds parental responsibility does. She can take any
   agreement back. Where no birth is known, nobody can be told to be a child.
5. The receipt names who spoke, by her pairwise identifier, and whether as guardian: once she is erased it leads to nobody.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from manto.kernel.errors import NotAllowed, NotFound
from manto.kernel.ids import unguessable_id
from manto.residents.city_key import receipt_key
from manto.residents.commands.lookups import city_day
from manto.residents.commands.people import checked_language, the_resident
from manto.residents.events import ConsentGranted, ConsentWithdrawn
from manto.residents.models import Consent, Fact, Guardianship, Resident
from manto.residents.purposes import Purpose
from manto.residents.receipts import Receipt, sign_receipt
from manto.residents.reference import purposes
from manto.store.command import command
from manto.store.outbox import publish

CONSENT_YEARS = 14
"""Source: Legislative Decree 196/2003, article 2-quinquies, from Legislative Decree 101/2018."""


@command
def grant_consent(
    resident_id: UUID, purpose_id: str, *, by: UUID | None = None, language: str | None = None, now: datetime
) -> Consent:
    """Agree to a purpose in its present version; agreeing twice changes nothing.

    Args:
        by: Who agrees for a child; none when the resident does herself.
        language: In which the purpose was read, for the receipt.

    Raises:
        UnknownName: No such purpose.
        NotFound: No such resident.
        NotAllowed: She is too young to agree, and it is not her guardian who does.

    """
    purpose = purposes()[purpose_id]
    resident = the_resident(resident_id)
    live = Consent.objects.filter(resident=resident, purpose=purpose.id, withdrawn_at__isnull=True).first()
    if live is not None and live.version == purpose.version:
        known: Consent = live
        return known
    _check_who_agrees(resident, by, on=city_day(now))  # (4)
    if live is not None:  # the purpose changed: the old agreement ends where the new one begins
        live.withdrawn_at = now
        live.save()
    consent: Consent = Consent.objects.create(
        resident=resident,
        purpose=purpose.id,
        version=purpose.version,
        granted_at=now,
        receipt=_receipt(resident, purpose, "granted", by, at=now, granted_at=now, language=language),
    )
    publish(ConsentGranted(str(resident.id), purpose.id), at=now)
    return consent


@command
def withdraw_consent(
    resident_id: UUID, purpose_id: str, *, by: UUID | None = None, language: str | None = None, now: datetime
) -> Consent:
    """Take an agreement back, at once; taking it back twice changes nothing.

    Args:
        by: Who takes it back for a child; none when the resident does herself.
        language: In which the purpose was read, for the receipt.

    Raises:
        UnknownName: No such purpose.
        NotFound: The resident never agreed to it.

    """
    purpose = purposes()[purpose_id]
    resident = the_resident(resident_id)
    consents = Consent.objects.filter(resident=resident, purpose=purpose.id)
    live: Consent | None = consents.filter(withdrawn_at__isnull=True).first()
    if live is None:
        last: Consent | None = consents.order_by("-granted_at", "-id").first()
        if last is None:
            raise NotFound("There is no such consent to withdraw.", "Nothing is done for this purpose as it is.")
        return last
    live.withdrawn_at = now  # (2)
    live.receipt = _receipt(resident, purpose, "withdrawn", by, at=now, granted_at=live.granted_at, language=language)
    live.save()
    publish(ConsentWithdrawn(str(resident.id), purpose.id), at=now)  # (3)
    return live


def _check_who_agrees(resident: Resident, by: UUID | None, *, on: date) -> None:
    born = Fact.objects.filter(resident=resident, name="person.birth", superseded_at__isnull=True)
    day: str | None = born.order_by("-valid_from", "-id").values_list("value", flat=True).first()
    if day is None or may_agree_herself(date.fromisoformat(day), on):
        return
    holds = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    if by is None or not Guardianship.objects.filter(holds, child=resident, guardian=by).exists():
        raise NotAllowed(
            f"Nobody below {CONSENT_YEARS} can consent for themselves.",
            "A parent or guardian can, from their own page of consents.",
        )


def may_agree_herself(born: date, on: date) -> bool:
    """Say whether somebody is old enough to agree for herself (4).

    >>> may_agree_herself(date(2012, 6, 9), date(2026, 6, 9)), may_agree_herself(date(2012, 6, 10), date(2026, 6, 9))
    (True, False)
    """
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day)) >= CONSENT_YEARS


def _receipt(
    resident: Resident,
    purpose: Purpose,
    event: str,
    by: UUID | None,
    *,
    at: datetime,
    granted_at: datetime,
    language: str | None,
) -> Receipt:
    """Write and sign a receipt (1, 5).

    Source: the fields follow ISO/IEC TS 27560:2023, consent receipts.
    """
    city, language = settings.CITY, checked_language(language)
    speaker = resident if by is None else the_resident(by)
    receipt: Receipt = {
        "schema": "manto-consent-receipt-1",
        "receipt_id": unguessable_id(),
        "controller": {"name": city.name[language], "contact": str(city.contact.get("email", ""))},
        "person": resident.pairwise_id,
        "given_by": {"person": speaker.pairwise_id, "as": "self" if speaker.id == resident.id else "guardian"},
        "event": event,
        "at": at.isoformat(),
        "granted_at": granted_at.isoformat(),
        "purpose": purpose.id,
        "version": purpose.version,
        "language": language,
        "title": purpose.title[language],
        "what": purpose.what[language],
        "why": purpose.why[language],
        "facts": list(purpose.facts),
        "basis": "Regulation (EU) 2016/679, article 6(1)(a) and, for health, article 9(2)(a)",
        "withdrawal": f"{settings.PUBLIC_URL}/me/consents",
        "public_key": f"{settings.PUBLIC_URL}/api/v1/receipt-key",
    }
    return sign_receipt(receipt, receipt_key())
