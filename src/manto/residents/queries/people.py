"""Who belongs to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q, Subquery

from manto.kernel.errors import NotAllowed
from manto.residents.models import Guardianship, Membership
from manto.store.asked_often import AskedOften

# What the other is to me, by (my role, the other's role) in the household.
RELATIONS = {
    ("child", "head"): "parent",
    ("child", "partner"): "parent",
    ("child", "child"): "sibling",
    ("head", "child"): "child",
    ("partner", "child"): "child",
    ("head", "partner"): "partner",
    ("partner", "head"): "partner",
    ("head", "parent"): "parent",
    ("parent", "head"): "child",
    ("head", "relative"): "relative",
    ("relative", "head"): "relative",
}


def _holds_on(day: date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))


_WARDS = AskedOften(
    lambda guardian, on: (
        Guardianship.objects.filter(_holds_on(on), guardian=guardian).order_by("child").values_list("child")
    ),
    guardian=models.UUIDField(),
    on=models.DateField(),
)
_ACTING = AskedOften(
    lambda resident, on: _held_of(on, child=resident).union(_held_of(on, child__in=_wards(resident, on))),
    resident=models.UUIDField(),
    on=models.DateField(),
)
_TOGETHER = AskedOften(
    lambda resident, on: (
        Membership.objects.filter(_holds_on(on), household=Subquery(_own_place(resident, on)))
        .order_by("id")
        .values_list("resident", "role")
    ),
    resident=models.UUIDField(),
    on=models.DateField(),
)


def _held_of(on: date, **whose: Any) -> Any:
    return Guardianship.objects.filter(_holds_on(on), **whose).values_list("guardian", "child")


def _wards(guardian: UUID, on: date) -> Any:
    return Guardianship.objects.filter(_holds_on(on), guardian=guardian).values("child")


def _own_place(resident: UUID, on: date) -> Any:
    return Membership.objects.filter(_holds_on(on), resident=resident).order_by("id").values("household")[:1]


def is_guardian(guardian_id: UUID, child_id: UUID, *, on: date) -> bool:
    """Say whether somebody may act for a child on a day."""
    return bool(Guardianship.objects.filter(_holds_on(on), guardian=guardian_id, child=child_id).exists())


def guardianship_proof(guardian_id: UUID, child_id: UUID, *, on: date) -> str:
    """Name the document by which somebody acts for a child on a day; empty when she may not."""
    held = Guardianship.objects.filter(_holds_on(on), guardian=guardian_id, child=child_id).order_by("id")
    return str(held.values_list("proof", flat=True).first() or "")


def guardians_of(child_id: UUID, *, on: date) -> list[UUID]:
    """Name those who may act for somebody on a day."""
    held = Guardianship.objects.filter(_holds_on(on), child=child_id).order_by("guardian")
    return list(dict.fromkeys(held.values_list("guardian", flat=True)))


def on_behalf_of(actor_id: UUID, of: UUID | None, *, on: date) -> UUID:
    """Say for whom somebody acts: herself, or a child whose guardian she is.

    Raises:
        NotAllowed: She is not that child's guardian.

    """
    if of is None or of == actor_id:
        return actor_id
    if not is_guardian(actor_id, of, on=on):
        raise NotAllowed("You are not this child's guardian.", "Ask the registrar if you should be.")
    return of


def wards_of(guardian_id: UUID, *, on: date) -> list[UUID]:
    """Name those for whom somebody may act on a day."""
    return list(dict.fromkeys(ward for (ward,) in _WARDS(guardian=guardian_id, on=on)))


def has_household(resident_id: UUID, *, on: date) -> bool:
    """Say whether the city knows with whom somebody lives on a day; whoever lives alone is a household too."""
    return bool(_TOGETHER(resident=resident_id, on=on))


def household_of(resident_id: UUID, *, on: date) -> list[tuple[UUID, str]]:
    """Name those who live with somebody on a day, each with what they are to her."""
    together = _TOGETHER(resident=resident_id, on=on)
    mine = next((role for one, role in together if one == resident_id), "")
    return [(other, RELATIONS.get((mine, role), "other")) for other, role in together if other != resident_id]


@dataclass(frozen=True)
class Company:
    """Who may go somewhere with a resident.

    Attributes:
        others: Who lives with her and for whom she acts, each once, without herself.
        acting: Who acts for her, or for somebody for whom she acts; she may be among them.

    """

    others: frozenset[UUID]
    acting: frozenset[UUID]


def company_of(resident_id: UUID, *, on: date) -> Company | None:
    """Say who may go with somebody on a day; None where the city does not know with whom she lives."""
    together = _TOGETHER(resident=resident_id, on=on)
    if not together:
        return None
    acting = _ACTING(resident=resident_id, on=on)
    wards = {child for guardian, child in acting if guardian == resident_id}
    others = {one for one, _ in together} | wards
    return Company(frozenset(others - {resident_id}), frozenset(guardian for guardian, _ in acting))
