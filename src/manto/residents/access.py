"""Who may call what: every HTTP operation carries one of these guards.

A guard does three things, in this order:

1. A write is refused unless the page that sent it is ours (the CSRF token), whoever is signed in. Where a phone is to
   stay nameless it may come without any cookie instead: what carries none can do nothing in anybody's name.
2. It works out who is calling and puts a ``Visitor`` on the request; where anyone may call, only when asked for.
3. It refuses whoever is not among those it allows: 401 when nobody is signed in, 403 when somebody else is.

``guard.allows`` says in data who may pass, so that a test can walk over every route and every role.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from ninja.security.base import SecuritySchema
from ninja.utils import check_csrf

from manto.kernel.errors import NotAllowed, NotSignedIn
from manto.residents.roles import Role

Allowed = Literal["anyone", "resident"] | frozenset[Role]


@dataclass(frozen=True)
class Visitor:
    """Who is calling.

    Attributes:
        account_id: None when nobody is signed in.
        resident_id: None for staff and for those who are not signed in.
        role: None for residents and for those who are not signed in.
        language: In which the answer is worded.

    """

    account_id: UUID | None
    resident_id: UUID | None
    role: Role | None
    language: str

    @property
    def signed_in(self) -> bool:
        """Whether anybody is signed in."""
        return self.account_id is not None


def visitor_of(request: HttpRequest) -> Visitor:
    """Work out who is calling from the session."""
    language = getattr(request, "LANGUAGE_CODE", None) or settings.CITY.default_language
    account = getattr(request, "user", None)
    if account is None or not account.is_authenticated:
        return Visitor(None, None, None, language)
    if account.role:
        return Visitor(account.id, None, Role(account.role), language)
    resident = getattr(account, "resident", None)  # came with the account, in one query
    return Visitor(account.id, resident.id if resident else None, None, language)


class Guard:
    """Lets some callers pass and refuses the others."""

    def __init__(self, allows: Allowed, *, nameless: bool = False) -> None:
        self.allows = allows
        self.nameless = nameless

    def __call__(self, request: HttpRequest) -> bool:
        """Let the caller pass, or refuse.

        Raises:
            NotSignedIn: Nobody is signed in, and somebody must be.
            NotAllowed: The one who is signed in may not do this, or the write did not come from our own page.

        """
        without_a_name = self.nameless and not request.COOKIES
        if not without_a_name and check_csrf(request) is not None:  # (1)
            raise NotAllowed("This did not come from the city's own page.", "Reload the page and try again.")
        request.visitor = SimpleLazyObject(lambda: visitor_of(request))  # (2)
        if self.allows != "anyone":
            self.check(request.visitor)  # (3)
        return True

    def check(self, visitor: Visitor) -> None:
        """Refuse a visitor who may not pass.

        Raises:
            NotSignedIn: Nobody is signed in, and somebody must be.
            NotAllowed: The one who is signed in may not do this.

        """
        if not visitor.signed_in:
            raise NotSignedIn("Nobody is signed in.", "Sign in and try again.")
        if self.allows == "resident":
            if visitor.resident_id is None:
                raise NotAllowed("This page is for residents.", "Sign in with your own account as a resident.")
        elif visitor.role not in self.allows:
            desks = ", ".join(sorted(role.value.replace("_", " ") for role in self.allows if isinstance(role, Role)))
            raise NotAllowed(f"This desk is for the {desks}.", "Ask an administrator if it should be yours.")


class SignedIn(Guard):
    """A guard that needs the session cookie, which OpenAPI is told."""

    openapi_security_schema: Any = SecuritySchema(type="apiKey", **{"in": "cookie"}, name=settings.SESSION_COOKIE_NAME)


anyone = Guard("anyone")
nameless = Guard("anyone", nameless=True)
a_resident = SignedIn("resident")


def staff(*roles: Role) -> Guard:
    """Let the named roles pass; all of the staff when none is named."""
    return SignedIn(frozenset(roles or Role))
