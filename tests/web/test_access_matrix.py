"""Every route says who may call it, and lets nobody else: a matrix made from the routes themselves."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from manto.kernel.clock import SystemClock
from manto.residents.access import Guard
from manto.residents.commands import register_resident
from manto.residents.models import Account
from manto.residents.roles import Role
from manto.web.api import api

NOBODY, RESIDENT = "nobody", "resident"
VISITORS = [NOBODY, RESIDENT, *Role]


def operations() -> Iterator[tuple[str, str, Any]]:
    """Walk over every operation of the API: method, path, guards."""
    for prefix, router in api._routers:
        yield from _operations(router, f"/api/v1/{prefix}")


def _operations(router: Any, prefix: str) -> Iterator[tuple[str, str, Any]]:
    for path, view in router.path_operations.items():
        for operation in view.operations:
            for method in operation.methods:
                yield method, re.sub(r"/+", "/", f"{prefix}/{path}"), list(operation.auth_callbacks)
    for inner_prefix, inner, *_ in router._routers:
        yield from _operations(inner, f"{prefix}/{inner_prefix}")


def address_of(path: str) -> str:
    """Fill a route's parameters with what cannot be anybody's."""
    return re.sub(r"\{[^}]*\}", lambda found: "999999999" if "int:" in found[0] else str(uuid4()), path)


OPERATIONS = sorted(operations(), key=lambda one: (one[1], one[0]))


def allowed(guard: Guard, visitor: str) -> bool:
    if guard.allows == "anyone":
        return True
    if guard.allows == "resident":
        return visitor == RESIDENT
    return visitor in guard.allows


@pytest.fixture
def clients(db: None) -> dict[str, Client]:
    """Give a browser for each kind of visitor."""
    clients = {visitor: Client(raise_request_exception=False) for visitor in VISITORS}
    resident = Account.objects.create_user("resident@example.org")
    register_resident(now=SystemClock().now(), account_id=resident.id)
    clients[RESIDENT].force_login(resident, backend="django.contrib.auth.backends.ModelBackend")
    for role in Role:
        account = Account.objects.create_user(f"{role.value}@example.org", role=role, name=role.value)
        clients[role].force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return clients


def test_there_are_routes_to_walk_over() -> None:
    """An empty matrix would pass."""
    assert len(OPERATIONS) > 25


@pytest.mark.parametrize(("method", "path", "guards"), OPERATIONS, ids=[f"{m} {p}" for m, p, _ in OPERATIONS])
def test_a_route_lets_in_those_it_names_and_nobody_else(
    method: str, path: str, guards: list[Any], clients: dict[str, Client]
) -> None:
    """One guard on each route; 401 for nobody, 403 for the wrong one, and something else for the right one."""
    assert [Guard] == [kind for guard in guards for kind in type(guard).__mro__ if kind is Guard]
    address = address_of(path)
    for visitor, client in clients.items():
        response = client.generic(method, address, data=b"{}", content_type="application/json")
        said = f"{visitor}: {response.status_code} {response.content[:200]!r}"
        if allowed(guards[0], visitor):
            assert response.status_code not in (401, 500), said
            if response.status_code == 403:  # a rule of the room's own, which says so itself
                assert json.loads(response.content)["code"] == "not_allowed", said
                assert guards[0].allows != "anyone", said
        else:
            assert response.status_code == (401 if visitor == NOBODY else 403), said


@pytest.mark.parametrize(("method", "path"), [(m, p) for m, p, _ in OPERATIONS if m not in ("GET", "HEAD")])
def test_a_write_needs_the_token_of_our_own_page(db: None, method: str, path: str) -> None:
    """Another site's form cannot act for somebody who is signed in here."""
    account = Account.objects.create_user("resident@example.org")
    client = Client(enforce_csrf_checks=True)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    address = address_of(path)

    response = client.generic(method, address, data=b"{}", content_type="application/json")

    assert response.status_code == 403


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, prefix + str(entry.pattern))
        else:
            assert isinstance(entry, URLPattern)
            yield prefix + str(entry.pattern)


THE_DOOR_ITSELF = ("login", "logout", "jsi18n")
ADMIN = sorted(
    path
    for path in set(patterns(get_resolver()))
    if path.startswith("admin/") and "(?P" not in path and not any(part in path for part in THE_DOOR_ITSELF)
)


@pytest.mark.parametrize("path", ADMIN)
def test_the_admin_opens_to_administrators_alone(path: str, clients: dict[str, Client]) -> None:
    """Everybody else is sent to its door."""
    address = "/" + re.sub(r"<[^>]*>", "1", path)
    for visitor, client in clients.items():
        response = client.get(address)
        if visitor == Role.ADMINISTRATOR:
            assert response.status_code < 500
        else:
            assert (response.status_code, "/admin/login/" in response["Location"]) == (302, True), (
                f"{visitor}: {address}"
            )


def test_no_other_address_answers_unguarded() -> None:
    """Whatever stands outside the API and the admin is on this list, on purpose."""
    known = {
        "health",
        "mcp",  # known by an access, never by a cookie; see assistant/adapters/mcp_server.py
        "ready",
        "metrics",
        "manifest.webmanifest",
        "city/<str:name>",
        ".well-known/security.txt",
        # A wallet is known by its code, its token and its key, never by a cookie; see records/openid_views.py.
        ".well-known/openid-credential-issuer",
        ".well-known/oauth-authorization-server",
        ".well-known/jwt-vc-issuer",
        "openid/authorize",
        "openid/token",
        "openid/nonce",
        "openid/credential",
        "openid/request/<uuid:showing>",
        "openid/response",
        "types/<str:register>",
        "status/<int:number>",
        "status/<int:number>/proof",
        "ledger/<path:path>",
        # Open311: reading is open to all, filing needs an api_key; see services/open311_views.py.
        r"open311/(?:v2/)?discovery\.(?P<form>json|xml)$",
        r"open311/v2/services\.(?P<form>json|xml)$",
        r"open311/v2/services/(?P<code>[\w-]+)\.(?P<form>json|xml)$",
        r"open311/v2/requests\.(?P<form>json|xml)$",
        r"open311/v2/requests/(?P<number>[\w-]+)\.(?P<form>json|xml)$",
        r"open311/v2/tokens/(?P<token>[0-9a-f-]{36})\.(?P<form>json|xml)$",
    }
    others = {
        path
        for path in patterns(get_resolver())
        if not path.startswith(("api/v1/", "admin/", "_allauth/", "accounts/", "^"))
    }

    assert known == others
