"""Residents, households and guardians."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from manto.kernel.errors import BadInput, Conflict, NotFound, UnknownName
from manto.residents.events import ResidentRegistered
from manto.residents.models import Account, Guardianship, Household, MemberRole, Membership, Resident
from manto.residents.validity import Days
from manto.store.command import command
from manto.store.outbox import publish


@command
def register_resident(*, now: datetime, language: str | None = None, account_id: UUID | None = None) -> Resident:
    """Make somebody known to the city; what is known of them are facts, recorded apart.

    Raises:
        BadInput: The city does not speak the language.
        Conflict: The account is a member of staff's, or somebody else's.

    """
    account = None
    if account_id is not None:
        account = Account.objects.get(id=account_id)
        if account.role:
            raise Conflict("A staff account cannot be a resident's.", "Open a second account for private life.")
        if Resident.objects.filter(account=account).exists():
            raise Conflict("This account already belongs to a resident.", "Use another account.")
    resident: Resident = Resident.objects.create(account=account, language=checked_language(language))
    publish(ResidentRegistered(str(resident.id)), at=now)
    return resident


@command
def choose_language(resident_id: UUID, language: str) -> None:
    """Remember in which language a resident is spoken to.

    Raises:
        BadInput: The city does not speak it.

    """
    language = checked_language(language)
    Resident.objects.filter(id=resident_id).update(language=language)
    Account.objects.filter(resident__id=resident_id).update(language=language)


@command
def form_household(members: Iterable[tuple[UUID, str]], *, since: date) -> Household:
    """Put residents under one roof; each leaves the household they were in.

    Args:
        members: Resident and role: head, partner, child, parent, relative or other; one of them the head.
        since: The first day.

    Raises:
        BadInput: Not exactly one head.
        UnknownName: A role that does not exist.

    """
    members = list(members)
    for _, role in members:
        if role not in MemberRole.values:
            raise UnknownName("role in a household", role, MemberRole.values)
    if [role for _, role in members].count("head") != 1:
        raise BadInput("A household needs exactly one head.", "Name the one the civil register names first.")
    household: Household = Household.objects.create()
    for resident_id, role in members:
        join_household(household.id, resident_id, role, since=since)
    return household


@command
def join_household(household_id: UUID, resident_id: UUID, role: str, *, since: date) -> None:
    """Add somebody to a household from a day on; they leave the one they were in.

    Raises:
        NotFound: No such resident or household.

    """
    the_resident(resident_id)
    if not Household.objects.filter(id=household_id).exists():
        raise NotFound("There is no such household.", "Form it first.")
    leave_household(resident_id, on=since)
    Membership.objects.create(household_id=household_id, resident_id=resident_id, role=role, valid_from=since)


@command
def leave_household(resident_id: UUID, *, on: date) -> None:
    """End somebody's membership; ``on`` is the first day without it."""
    Membership.objects.filter(resident_id=resident_id, valid_from__gte=on).delete()
    Membership.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), resident_id=resident_id).update(
        valid_to=on
    )


@command
def appoint_guardian(
    child_id: UUID, guardian_id: UUID, *, proof: str, since: date, until: date | None = None
) -> Guardianship:
    """Let somebody act for a child and read the child's facts as such.

    Args:
        proof: The document that says so, as "birth certificate 2026/112".
        until: The first day without it, as the eighteenth birthday; none when open.

    Raises:
        BadInput: No proof, or an end before the beginning.
        NotFound: No such resident.

    """
    the_resident(child_id)
    the_resident(guardian_id)
    if len(proof.strip()) < 3:
        raise BadInput("A guardianship needs its proof.", "Name the document, as 'birth certificate 2026/112'.")
    Days(since, until)
    guardianship: Guardianship = Guardianship.objects.create(
        child_id=child_id, guardian_id=guardian_id, proof=proof.strip(), valid_from=since, valid_to=until
    )
    return guardianship


@command
def end_guardianship(guardianship_id: int, *, on: date) -> None:
    """End a guardianship; ``on`` is the first day without it."""
    changed = Guardianship.objects.filter(id=guardianship_id, valid_from__lt=on).update(valid_to=on)
    if not changed:
        Guardianship.objects.filter(id=guardianship_id).delete()


def checked_language(language: str | None) -> str:
    """Give a language that the city speaks, its own when none is chosen.

    Raises:
        BadInput: The city does not speak it.

    """
    if language is None:
        return str(settings.CITY.default_language)
    if language not in settings.CITY.languages:
        spoken = ", ".join(settings.CITY.languages)
        raise BadInput(f"This city does not speak '{language[:20]}'.", f"Choose one of: {spoken}.")
    return language


def the_resident(resident_id: UUID) -> Resident:
    """Find a resident and let no other command change what is known of her meanwhile; call it inside a command.

    Raises:
        NotFound: Nobody has this id.

    """
    resident: Resident | None = Resident.objects.select_for_update().filter(id=resident_id).first()
    if resident is None:
        raise NotFound("There is no such resident.", "Search again: the entry may have been erased.")
    return resident
