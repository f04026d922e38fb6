"""Whoever signs up becomes a resident of the city's service: an account, and nothing known about them yet."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import user_signed_up
from django.dispatch import receiver
from django.http import HttpRequest

from manto.residents.models import Account, Resident


@receiver(user_signed_up)
def welcome(request: HttpRequest, user: Account, **_: Any) -> None:
    """Open a resident for a new account, in the language in which she signed up."""
    if not user.role:
        user.language = request.LANGUAGE_CODE
        user.save()
        Resident.objects.get_or_create(account=user, defaults={"language": user.language})
