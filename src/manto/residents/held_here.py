"""What this room and the sign-in hold about a resident: all of it, for export, and its removal, for erasure."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import Q

from manto.residents.models import (
    Account,
    Consent,
    Contest,
    Fact,
    Guardianship,
    Household,
    Lookup,
    Membership,
    Resident,
    Search,
    Session,
)
from manto.residents.personal_data import register
from manto.residents.queries.own_pages import NAMES
from manto.store.models import OutboxEvent


def export(resident_id: UUID) -> dict[str, Any]:
    """Give everything, the history and what a withdrawn consent has closed included."""
    resident = Resident.objects.select_related("account").get(id=resident_id)
    of = {"resident": resident_id}
    families = Q(child=resident_id) | Q(guardian=resident_id)
    return {
        "resident": {"id": str(resident.id), "pairwise_id": resident.pairwise_id, "language": resident.language},
        "sign_in": _sign_in(resident.account) if resident.account else None,
        "facts": _rows(Fact.objects.filter(**of)),
        "contests": _rows(Contest.objects.filter(**of), without=("decided_by",)),
        "consents": _rows(Consent.objects.filter(**of)),
        "households": _rows(Membership.objects.filter(**of)),
        "guardianships": _rows(Guardianship.objects.filter(families)),
        "who_looked": _rows(Lookup.objects.filter(**of), without=("account", "guardian")),
        "looks_as_guardian": _rows(Lookup.objects.filter(guardian=resident_id), without=("account",)),
        "events": _rows(OutboxEvent.objects.filter(subject=str(resident_id))),
    }


def _sign_in(account: Account) -> dict[str, Any]:
    keys = Authenticator.objects.filter(user=account)
    return {
        "account": _row(account, without=("password",)),
        "addresses": _rows(EmailAddress.objects.filter(user=account)),
        "passkeys": _rows(keys, without=("data",)),
        "providers": _rows(SocialAccount.objects.filter(user=account)),
        "sessions": [
            {"ends": _plain(session.expire_date)} for session in Session.objects.filter(account_id=account.id)
        ],
    }


def erase(resident_id: UUID) -> int:
    """Remove everything about a resident, her account and its sessions; what she did as nobody else's business too.

    Lines that others left about others stay, but where a reason names her the reason goes.
    """
    resident = Resident.objects.select_related("account").get(id=resident_id)
    rows = _forget_in_reasons(resident_id)
    households = list(Membership.objects.filter(resident=resident_id).values_list("household", flat=True))
    if resident.account is not None:
        rows += _forget_sign_in(resident.account)
    rows += resident.delete()[0]
    rows += Household.objects.filter(id__in=households, memberships__isnull=True).delete()[0]
    return int(rows)


def _forget_sign_in(account: Account) -> int:
    rows = Session.objects.filter(account_id=account.id).delete()[0]
    addresses = addresses_of(account)
    for session in Session.objects.filter(account_id__isnull=True):  # a sign-in that was begun and never finished
        if any(address in str(session.get_decoded()) for address in addresses):
            rows += session.delete()[0]
    return int(rows + account.delete()[0])


def addresses_of(account: Account) -> set[str]:
    """Give every address of electronic mail that an account has."""
    known = set(EmailAddress.objects.filter(user=account).values_list("email", flat=True))
    return {address.lower() for address in {account.email, *known} if address}


def _forget_in_reasons(resident_id: UUID) -> int:
    """Blank the reason of a look at somebody else where the same look also found her and its reason names her."""
    names = set(Fact.objects.filter(resident=resident_id, name__in=NAMES).values_list("value", flat=True))
    rows = 0
    for account, at in Lookup.objects.filter(resident=resident_id, room="").values_list("account", "at"):
        for table in (Lookup, Search):
            for line in table.objects.filter(account=account, at=at):
                if any(name.lower() in line.reason.lower() for name in names):
                    rows += table.objects.filter(id=line.id).update(reason="")
    return rows


def _rows(query: Any, *, without: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    return [_row(row, without=without) for row in query.order_by("pk")]


def _row(row: Any, *, without: tuple[str, ...] = ()) -> dict[str, Any]:
    fields = [field for field in row._meta.concrete_fields if field.name not in without]
    return {field.name: _plain(getattr(row, field.attname)) for field in fields}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


register("residents", export=export, erase=erase, apps=("account", "mfa", "socialaccount", "admin"))
