"""Refusals as problem details (RFC 9457): one table from the kernel's tree to HTTP."""

from __future__ import annotations

import json
import logging
import re
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, AuthorizationError, HttpError, ValidationError

from manto.city.texts import Texts
from manto.kernel import errors
from manto.residents.refused import refusals

log = logging.getLogger("manto.web")
texts = Texts.of_room(__package__)

# The nearest ancestor in this table decides.
STATUS: dict[type[Exception], int] = {
    errors.BadInput: 400,
    errors.NotSignedIn: 401,
    errors.NotAllowed: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.Unavailable: 503,
    errors.MantoError: 500,
}

# What is said about a problem whose own code has no sentences.
USUAL_CODE = {
    400: "bad_input",
    401: "not_signed_in",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    409: "conflict",
    422: "invalid_request",
    503: "unavailable",
}

PROBLEM_SCHEMA = {
    "type": "object",
    "title": "Problem",
    "description": "What went wrong, why, and what to do next (RFC 9457).",
    "required": ["type", "title", "status", "detail", "next_step", "code", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "next_step": {"type": "string"},
        "code": {"type": "string"},
        "request_id": {"type": "string"},
    },
}


def problem(request: HttpRequest, *, status: int, code: str, detail: str = "", next_step: str = "") -> HttpResponse:
    """Answer with a problem.

    Args:
        request: What could not be done.
        status: The HTTP status.
        code: Which problem, in snake case; its title, and its usual detail and next step, stand in texts.yaml.
        detail: What happened and why, where the usual sentence does not say it.
        next_step: What to do, likewise.

    """
    language = _language_of(request)
    known = code if f"problem.{code}.title" in texts else USUAL_CODE.get(status, "unexpected")
    body = {
        "type": f"{settings.PUBLIC_URL}/problems/{code}",
        "title": texts.say(f"problem.{known}.title", language),
        "status": status,
        "detail": detail or texts.say(f"problem.{known}.detail", language),
        "next_step": next_step or texts.say(f"problem.{known}.next_step", language),
        "code": code,
        "request_id": getattr(request, "request_id", ""),
    }
    response = HttpResponse(json.dumps(body, ensure_ascii=False), status=status)
    response["Content-Type"] = "application/problem+json"
    response["Cache-Control"] = "no-store"
    if status == 503:
        response["Retry-After"] = "5"
    return response


def _language_of(request: HttpRequest) -> str:
    return str(getattr(request, "LANGUAGE_CODE", settings.CITY.default_language))


def register(api: NinjaAPI) -> None:
    """Make every refusal of the API a problem."""

    @api.exception_handler(errors.MantoError)
    def manto_error(request: HttpRequest, error: errors.MantoError) -> HttpResponse:
        status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
        said = refusals(_language_of(request)).say
        code = snake_case(type(error).__name__)
        return problem(request, status=status, code=code, detail=said(error.what), next_step=said(error.next_step))

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        said = "; ".join(f"{'.'.join(map(str, one['loc'][1:])) or 'body'}: {one['msg']}" for one in error.errors)
        return problem(request, status=422, code="invalid_request", detail=said)

    @api.exception_handler(AuthenticationError)
    def unauthenticated(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return problem(request, status=401, code="not_signed_in")

    @api.exception_handler(AuthorizationError)
    def unauthorised(request: HttpRequest, error: AuthorizationError) -> HttpResponse:
        return problem(request, status=403, code="not_allowed")

    @api.exception_handler(PermissionDenied)
    def denied(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
        return problem(request, status=403, code="not_allowed")

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem(request, status=404, code="not_found")

    @api.exception_handler(HttpError)
    def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(
            request,
            status=error.status_code,
            code=USUAL_CODE.get(error.status_code, "unexpected"),
            detail=error.message,
        )

    @api.exception_handler(OperationalError)
    def busy(request: HttpRequest, error: OperationalError) -> HttpResponse:
        log.error("database refused", extra={"error": type(error).__name__})
        return problem(request, status=503, code="unavailable")

    @api.exception_handler(Exception)
    def unexpected(request: HttpRequest, error: Exception) -> HttpResponse:
        log.error("unexpected error", exc_info=error)
        return problem(request, status=500, code="unexpected")


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Answer for an address that nothing serves."""
    return problem(request, status=404, code="not_found")


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer for an error outside the API."""
    return problem(request, status=500, code="unexpected")


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Answer for a request that Django itself refuses."""
    return problem(request, status=400, code="bad_input")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer for a write without its token."""
    return problem(request, status=403, code="csrf_failed")


def snake_case(name: str) -> str:
    """Write a class's name as a code.

    >>> snake_case("NotSignedIn")
    'not_signed_in'
    """
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
