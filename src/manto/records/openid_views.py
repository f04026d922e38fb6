"""The addresses at which wallets meet the city, where their specifications say they are; not part of the API.

None asks who is signed in, and none believes a cookie: a wallet is known by its code, its token and its key.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from manto.kernel.errors import MantoError, NotFound, Unavailable
from manto.records.commands import showings, status_lists, wallets
from manto.records.credentials.city_keys import wallet_key, wallet_key_id
from manto.records.credentials.jose import public_jwk
from manto.records.credentials.openid import WalletRefused, authorisation_metadata, issuer_metadata
from manto.records.queries.trust import configurations, type_metadata

BODY_BYTES_MAX = 200_000
View = Callable[..., HttpResponse]


def refusing(view: View) -> View:
    """Answer refusals as wallets expect them, and let nothing be kept on the way."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except WalletRefused as refused:
            body = {"error": refused.error, "error_description": refused.what}
            response = JsonResponse(body, status=refused.status_code)
            if refused.status_code == 401:
                response["WWW-Authenticate"] = f'Bearer error="{refused.error}"'
        response["Cache-Control"] = "no-store"
        return response

    return answer


@require_GET
def issuer(request: HttpRequest) -> HttpResponse:
    """Describe what the city issues."""
    return _open(issuer_metadata(settings.PUBLIC_URL, settings.CITY.name, configurations()))


@require_GET
def authorisation_server(request: HttpRequest) -> HttpResponse:
    """Describe where wallets get their token."""
    return _open(authorisation_metadata(settings.PUBLIC_URL))


@require_GET
def credential_issuer_keys(request: HttpRequest) -> HttpResponse:
    """Publish the key of the city's credentials and status lists."""
    key = public_jwk(wallet_key()) | {"kid": wallet_key_id(), "alg": "ES256", "use": "sig"}
    return _open({"issuer": settings.PUBLIC_URL, "jwks": {"keys": [key]}})


@require_GET
def credential_type(request: HttpRequest, register: str) -> HttpResponse:
    """Describe a kind of credential."""
    described = type_metadata(register)
    return _open(described) if described else JsonResponse({"error": "not_found"}, status=404)


@require_GET
def status_list(request: HttpRequest, number: int) -> HttpResponse:
    """Give a status list: the same to everybody."""
    try:
        page = status_lists.current_list(number, settings.CLOCK.now())
    except NotFound:
        return JsonResponse({"error": "not_found"}, status=404)
    response = HttpResponse(page.token, content_type="application/statuslist+jwt")
    response["Cache-Control"] = "public, max-age=60"
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_GET
def status_list_proof(request: HttpRequest, number: int) -> HttpResponse:
    """Prove which hash of a list stands in the ledger, to whoever wonders whether others are shown the same."""
    try:
        proof = status_lists.list_proof(number)
    except NotFound:
        return JsonResponse({"error": "not_found"}, status=404)
    except Unavailable:
        return JsonResponse({"error": "temporarily_unavailable"}, status=503, headers={"Retry-After": "5"})
    response = HttpResponse(proof, content_type="application/octet-stream")
    response["Cache-Control"] = "public, max-age=60"
    response["Access-Control-Allow-Origin"] = "*"
    return response


@csrf_exempt
@require_POST
@refusing
def token(request: HttpRequest) -> HttpResponse:
    """Turn a code into a token."""
    return JsonResponse(wallets.token_for(request.POST.dict(), settings.CLOCK.now()))


@csrf_exempt
@require_POST
@refusing
def nonce(request: HttpRequest) -> HttpResponse:
    """Give a number that a proof must repeat."""
    return JsonResponse({"c_nonce": wallets.fresh_nonce(settings.CLOCK.now())})


@csrf_exempt
@require_POST
@refusing
def credential(request: HttpRequest) -> HttpResponse:
    """Issue a credential; who shows no token at all is told no error's name (RFC 6750, section 3.1)."""
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not bearer:
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    try:
        asked = json.loads(request.body[:BODY_BYTES_MAX])
    except (ValueError, RecursionError):
        asked = None
    if not isinstance(asked, dict):
        raise WalletRefused("invalid_credential_request", "The request is not a JSON object.")
    return JsonResponse(wallets.credential_for(bearer, asked, settings.CLOCK.now()))


@require_GET
def authorise(request: HttpRequest) -> HttpResponse:
    """Send a holder, whom her wallet sent here, to the page where she agrees."""
    return HttpResponseRedirect("/records?" + urlencode({"wallet": request.GET.urlencode()}))


@require_GET
def request_object(request: HttpRequest, showing: UUID) -> HttpResponse:
    """Give a question to a wallet, signed."""
    try:
        made = showings.request_object(showing, settings.CLOCK.now())
    except NotFound as gone:
        return JsonResponse({"error": "invalid_request", "error_description": gone.what}, status=404)
    response = HttpResponse(made, content_type="application/oauth-authz-req+jwt")
    response["Cache-Control"] = "no-store"
    return response


@csrf_exempt
@require_POST
@refusing
def response(request: HttpRequest) -> HttpResponse:
    """Take what a wallet shows."""
    try:
        return JsonResponse(showings.take_answer(request.POST.dict(), settings.CLOCK.now()))
    except MantoError as refused:
        raise WalletRefused("invalid_request", refused.what) from refused


def _open(described: dict[str, Any]) -> HttpResponse:
    answer = JsonResponse(described)
    answer["Cache-Control"] = "public, max-age=300"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
