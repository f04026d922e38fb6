"""Accounts: what somebody signs in with, and nothing more about them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.exceptions import ValidationError
from django.db import models

from manto.residents.roles import Role


def city_language() -> str:
    """Give the language of those who have not chosen one."""
    return str(settings.CITY.default_language)


class AccountManager(BaseUserManager):
    """Opens accounts, under the names that Django and allauth call; an account comes with its resident."""

    def get_queryset(self) -> Any:
        """Read the resident along: whoever is asked who is calling needs both."""
        return super().get_queryset().select_related("resident")

    def get(self, *conditions: Any, **values: Any) -> Account:
        """Find one account; by its key alone, as at every request, without building the question anew."""
        from manto.residents.queries.accounts import account_by_id

        if conditions or set(values) != {"pk"}:
            found: Account = super().get(*conditions, **values)
            return found
        account = account_by_id(values["pk"])
        if account is None:
            raise self.model.DoesNotExist("There is no such account.")
        return account

    def create_user(self, email: str | None = None, password: str | None = None, **fields: Any) -> Account:
        """Open an account; without a password it is entered by passkey or through an identity provider."""
        account: Account = self.model(email=self.normalize_email(email) or None, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Account:
        """Open an administrator's account, for ``createsuperuser``."""
        return self.create_user(email, password, **{**fields, "role": Role.ADMINISTRATOR})

    def get_by_natural_key(self, email: str) -> Account:
        """Find an account by its address, whatever its capitals."""
        account: Account = self.get(email__iexact=email)
        return account


class Account(AbstractBaseUser):
    """What somebody signs in with: a resident, or a member of staff, never both.

    A clerk who lives here has two accounts, so that what she does at work and what the city knows of her at home
    never meet in one session. ``name`` is a member of staff's; a resident's name is a fact.
    """

    id: Any = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email: Any = models.EmailField(unique=True, null=True, blank=True)
    name: Any = models.CharField(max_length=100, blank=True)
    role: Any = models.CharField(max_length=30, blank=True, choices=[(role.value, role.value) for role in Role])
    language: Any = models.CharField(max_length=8, default=city_language)
    is_active: Any = models.BooleanField(default=True)
    created_at: Any = models.DateTimeField(auto_now_add=True)

    objects = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        app_label = "residents"

    def __str__(self) -> str:
        return str(self.name or self.email or self.id)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep no address as nothing, since an empty one could belong to a single account only."""
        self.email = self.email or None
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse a role for an account that a resident signs in with."""
        super().clean()
        if self.role and not self._state.adding and hasattr(self, "resident"):
            raise ValidationError({"role": "A resident signs in with this account. Open a second one for work."})

    @property
    def is_staff(self) -> bool:
        """Whether the account may open the reference data in Django's admin."""
        return bool(self.is_active and self.role == Role.ADMINISTRATOR)

    is_superuser = is_staff

    def has_perm(self, permission: str, obj: Any = None) -> bool:
        """Say whether the account may do something in Django's admin: administrators everything, others nothing."""
        return self.is_staff

    def has_perms(self, permissions: Iterable[str], obj: Any = None) -> bool:
        """Say the same of several permissions."""
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        """Say the same of a whole room."""
        return self.is_staff


class Session(AbstractBaseSession):
    """A browser that is signed in; it names its account so that leaving or erasure ends every one of them."""

    account_id: Any = models.UUIDField(null=True, db_index=True)

    class Meta:
        app_label = "residents"

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Name the store that Django keeps sessions with."""
        from manto.residents.sessions import SessionStore

        return SessionStore
