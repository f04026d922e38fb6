"""Who the city serves, and who belongs to whom."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from manto.kernel.ids import unguessable_id
from manto.residents.models.accounts import Account, city_language
from manto.store.row_ids import new_id


class Resident(models.Model):
    """Somebody the city serves: an identifier, a language, perhaps an account. Whatever else is known is a fact.

    ``pairwise_id`` is what an outside system is told in place of ``id``; nobody can guess it or derive one from the
    other.
    """

    id: Any = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pairwise_id: Any = models.CharField(max_length=24, unique=True, default=unguessable_id, editable=False)
    language: Any = models.CharField(max_length=8, default=city_language)
    account: Any = models.OneToOneField(Account, on_delete=models.SET_NULL, null=True, related_name="resident")

    def __str__(self) -> str:
        return str(self.id)


class MemberRole(models.TextChoices):
    """What somebody is in a household."""

    HEAD = "head"
    PARTNER = "partner"
    CHILD = "child"
    PARENT = "parent"
    RELATIVE = "relative"
    OTHER = "other"


class Household(models.Model):
    """People who live together; the head is the one the civil register names first."""

    id: Any = models.UUIDField(primary_key=True, default=new_id, editable=False)


class Membership(models.Model):
    """Somebody in a household, from a day up to but not including another."""

    household: Any = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="memberships")
    resident: Any = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="memberships")
    role: Any = models.CharField(max_length=10, choices=MemberRole.choices)
    valid_from: Any = models.DateField()
    valid_to: Any = models.DateField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=models.F("valid_from")),
                name="membership_ends_after_it_began",
            )
        ]


class Guardianship(models.Model):
    """Who may act for a child, since when, until when, and what proves it."""

    child: Any = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="guardians")
    guardian: Any = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="wards")
    proof: Any = models.CharField(max_length=200)
    valid_from: Any = models.DateField()
    valid_to: Any = models.DateField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=models.F("valid_from")),
                name="guardianship_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=~models.Q(child=models.F("guardian")), name="nobody_is_their_own_guardian"
            ),
        ]
