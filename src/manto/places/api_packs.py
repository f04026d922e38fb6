"""Neighbourhood packs over HTTP."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.gzip import gzip_page
from ninja import Query, Router
from ninja.decorators import decorate_view
from pydantic import BaseModel

from manto.places import pack_shelf, packs
from manto.residents.access import anyone

router = Router(tags=["packs"])


class PackKeyOut(BaseModel):
    """With which key packs are checked."""

    algorithm: str
    key: str


class PackOut(BaseModel):
    """A pack, or what has changed since ``since``; ``items`` are texts to be hashed as they came."""

    head: str
    signature: str
    since: str | None
    items: dict[str, str]
    gone: list[str]


@router.get("/packs/key", response=PackKeyOut, auth=anyone, operation_id="pack_key")
def pack_key(request: HttpRequest, response: HttpResponse) -> dict[str, str]:
    """Give the key with which a phone checks packs."""
    patch_cache_control(response, public=True, max_age=3600)
    return {"algorithm": "Ed25519", "key": pack_shelf.public_key()}


@router.get("/packs/{cell}", response=PackOut, auth=anyone, operation_id="pack")
@decorate_view(gzip_page)
def pack(
    request: HttpRequest,
    response: HttpResponse,
    cell: str,
    since: str = Query("", max_length=64, description="The version that the phone has"),
) -> Any:
    """Give all of a square of a hundredth of a degree, to be kept on the phone; or what has changed since."""
    now = settings.CLOCK.now()
    packs.box_of(cell)
    tag = f'"{pack_shelf.version_of(cell, now)}"'
    if request.headers.get("If-None-Match", "").removeprefix("W/") == tag:
        return HttpResponse(status=304, headers={"ETag": tag, "Cache-Control": "public, max-age=60"})
    response["ETag"] = tag
    patch_cache_control(response, public=True, max_age=60)
    return pack_shelf.pack(cell, since, now)
