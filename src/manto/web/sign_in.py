"""Who signs in becomes a resident of the city's service: an account, and nothing known about them yet."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from manto.residents.models import Account, Resident


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up by passkey."""

    def save_user(self, request: HttpRequest, user: Account, form: Any, commit: bool = True) -> Account:
        """Open the account and its resident together."""
        account: Account = super().save_user(request, user, form, commit)
        return account
