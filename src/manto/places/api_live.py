"""What there is at spots now, over HTTP; and, in the demo, made-up feeds of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router

from manto.kernel.errors import NotFound
from manto.places import schemas
from manto.places.live_board import spots_now, vehicles_now
from manto.places.live_feeds import live_source
from manto.places.made_up_feeds import made_up
from manto.residents.access import anyone

router = Router(tags=["live"])


@router.get("/live", response=schemas.LiveOut, auth=anyone, operation_id="live")
def live(request: HttpRequest) -> dict[str, Any]:
    """List what there is at spots now, bikes and free car parks, and where vehicles are; each feed with its age."""
    now = settings.CLOCK.now()
    items, feeds = spots_now(now)
    vehicles, theirs = vehicles_now(now)
    return {"items": items, "vehicles": vehicles, "feeds": [live_source(one) for one in (*feeds, *theirs)]}


@router.get("/demo-feeds/{name}", auth=anyone, operation_id="demo_feed")
def demo_feed(request: HttpRequest, name: str) -> HttpResponse:
    """Give a made-up live feed; only in the demo, and made up for it."""
    if not settings.MANTO_DEMO:
        raise NotFound("There are made-up feeds only in the demo.", "A city names its own in feeds.yaml.")
    content, kind = made_up(name, settings.CLOCK.now(), request.build_absolute_uri("."))
    return HttpResponse(content, content_type=kind)
