"""Reference data of this room for administrators: the accounts of the staff, and nothing about residents."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from manto.residents.models import Account

# What other packages show by themselves: residents' addresses and keys, and groups that nobody has here.
for model in (EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken, Group):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


@admin.register(Account)
class StaffAccounts(ModelAdmin):
    """The accounts of the staff. One is closed, never deleted: the lines of who looked name it."""

    list_display: ClassVar[tuple[str, ...]] = ("name", "email", "role", "is_active", "last_login")
    list_filter: ClassVar[tuple[str, ...]] = ("role", "is_active")
    search_fields: ClassVar[tuple[str, ...]] = ("name", "email")
    fields: ClassVar[tuple[str, ...]] = ("name", "email", "role", "language", "is_active")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Account]:
        """Leave residents' accounts out."""
        staff: QuerySet[Account] = super().get_queryset(request).exclude(role="")
        return staff

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Ask for a role: an account without one is a resident's."""
        form = super().get_form(request, *args, **kwargs)
        form.base_fields["role"].required = True
        return form

    def save_model(self, request: HttpRequest, obj: Account, form: Any, change: bool) -> None:
        """Open new accounts without a password: they are entered by passkey or through an identity provider."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False
