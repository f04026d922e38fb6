"""Who is signed in, and stepping into a persona of the demo."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest
from django.middleware.csrf import get_token
from ninja import Path, Router

from manto.kernel.errors import NotFound
from manto.residents import personas, schemas
from manto.residents.access import anyone, visitor_of
from manto.residents.models import Account
from manto.residents.queries.own_pages import own_name

router = Router(tags=["session"])


@router.get("/session", response=schemas.SessionOut, auth=anyone, operation_id="session")
def session(request: HttpRequest) -> Any:
    """Say who is signed in, and give the token that writes need."""
    get_token(request)
    visitor = visitor_of(request)
    name: str | None
    if visitor.resident_id is not None:
        name = own_name(visitor.resident_id, visitor.language, settings.CLOCK.now())
    else:
        name = str(request.user) if visitor.signed_in else None
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", ())
    return {
        "signed_in": visitor.signed_in,
        "name": name,
        "resident": visitor.resident_id is not None,
        "role": visitor.role,
        "language": visitor.language,
        "demo": settings.MANTO_DEMO,
        "providers": [{"id": app["provider_id"], "name": app["name"]} for app in apps],
    }


@router.post("/session/leave", response=schemas.SessionOut, auth=anyone, operation_id="leave")
def leave(request: HttpRequest) -> Any:
    """Sign out."""
    logout(request)
    return session(request)


@router.get("/personas", response=list[schemas.PersonaOut], auth=anyone, operation_id="personas")
def list_personas(request: HttpRequest) -> Any:
    """List whom one may step into; only in the demo."""
    _only_in_the_demo()
    return personas.on_the_page(request.visitor.language, settings.CLOCK.now())


@router.post("/personas/{id}/enter", response=schemas.SessionOut, auth=anyone, operation_id="enter_persona")
def enter(request: HttpRequest, persona: str = Path(alias="id")) -> Any:
    """Step into a persona; only in the demo."""
    _only_in_the_demo()
    account = Account.objects.filter(id=personas.account_id(persona), is_active=True).first()
    if account is None:
        raise NotFound("There is no such persona.", "Choose one from the page of personas.")
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    return session(request)


def _only_in_the_demo() -> None:
    if not settings.MANTO_DEMO:
        raise NotFound("There are no personas here.", "Sign in with your own account.")
