"""Totems: codes in the street that lead to what the city says there; made, printed and revoked at the desk."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from manto.kernel.errors import BadInput, Conflict, NotFound
from manto.places.commands import count_version
from manto.places.layer import DESK_SOURCE
from manto.places.models import Totem
from manto.places.snapshot import snapshot
from manto.places.totem_codes import ALPHABET, SERIAL_LETTERS, cleaned, code_of, is_ours
from manto.residents.city_key import named_key
from manto.store.command import command

AT_ONCE_MAX = 200


@dataclass(frozen=True)
class Leads:
    """Where a code leads.

    Attributes:
        state: ``stands``; ``revoked`` by the city; ``gone``, since its place is no more; ``forged``, not made by the city.
        place: Id of the place; empty when it leads nowhere.

    """

    state: Literal["stands", "revoked", "gone", "forged"]
    place: str = ""


def totem_key() -> bytes:
    """Give the key that marks codes."""
    return bytes(named_key("totems"))


def leads_to(code: str) -> Leads:
    """Say where a code leads."""
    if not is_ours(code, totem_key()):
        return Leads("forged")
    totem = Totem.objects.filter(code=cleaned(code)).first()
    if totem is None:
        return Leads("gone")
    if totem.revoked_at is not None:
        return Leads("revoked")
    place = snapshot().places([totem.place]).get(totem.place)
    return Leads("stands", totem.place) if place else Leads("gone")


@command
def make_totems(places: Iterable[str], *, account: UUID | None, now: datetime) -> list[Totem]:
    """Make a code for each place.

    Raises:
        BadInput: None is named, or too many.
        NotFound: There is no such place.

    """
    wanted = list(dict.fromkeys(places))
    if not 0 < len(wanted) <= AT_ONCE_MAX:
        raise BadInput(f"Totems are made for 1 to {AT_ONCE_MAX} places at a time.", "Name some.")
    held = snapshot().places(wanted)
    for place in wanted:
        if place not in held:
            raise NotFound(f"There is no place '{place}'.", "Look for it on the desk.")
    key = totem_key()
    made = [_fresh(place, key, account, now) for place in wanted]
    count_version(DESK_SOURCE, now)
    return made


def _fresh(place: str, key: bytes, account: UUID | None, now: datetime) -> Totem:
    while True:
        code = code_of("".join(secrets.choice(ALPHABET) for _ in range(SERIAL_LETTERS)), key)
        if not Totem.objects.filter(code=code).exists():
            made: Totem = Totem.objects.create(code=code, place=place, made_at=now, made_by=account)
            return made


@command
def keep_totems(serials: dict[str, str], *, now: datetime) -> int:
    """Keep the totems that a city's folder names; those that are kept already stay as they are.

    Args:
        serials: Place by serial of four letters.
        now: When.

    Returns:
        How many are new.

    Raises:
        BadInput: A serial that is none.

    """
    fresh = 0
    for serial, place in serials.items():
        if len(cleaned(serial)) != SERIAL_LETTERS or not all(letter in ALPHABET for letter in cleaned(serial)):
            raise BadInput(f"'{serial}' is not a serial of a totem.", f"Write {SERIAL_LETTERS} letters or digits.")
        _, made = Totem.objects.get_or_create(
            code=code_of(serial, totem_key()), defaults={"place": place, "made_at": now}
        )
        fresh += made
    if fresh:
        count_version(DESK_SOURCE, now)
    return fresh


@command
def revoke_totem(code: str, *, why: str, now: datetime) -> Totem:
    """Take a code out of use: whoever reads it is told so.

    Raises:
        NotFound: There is none.
        Conflict: It is revoked already.

    """
    totem: Totem | None = Totem.objects.filter(code=cleaned(code)).first()
    if totem is None:
        raise NotFound("There is no such totem.", "The desk lists those that there are.")
    if totem.revoked_at is not None:
        raise Conflict("This totem is revoked already.", "Make another for its place.")
    totem.revoked_at, totem.revoked_why = now, why[:200]
    totem.save(update_fields=["revoked_at", "revoked_why"])
    count_version(DESK_SOURCE, now)
    return totem


def standing_totems(codes: Iterable[str] = ()) -> list[Totem]:
    """List the totems that stand: all, or those of these codes, in their order."""
    wanted = [cleaned(code) for code in codes]
    held: Any = Totem.objects.filter(revoked_at=None).order_by("place", "code")
    if not wanted:
        return list(held)
    found = {totem.code: totem for totem in held.filter(code__in=wanted)}
    return [found[code] for code in wanted if code in found]
