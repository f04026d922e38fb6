"""Open data over HTTP: OGC API - Features, and the Open AR Cloud's content discovery."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from ninja.decorators import decorate_view

from manto.places import ogc, open_data
from manto.places.overlay import schema
from manto.places.public_reads import kept_for_a_minute
from manto.residents.access import anyone

router = Router(tags=["open data"])

OSCP = "application/vnd.oscp+json; version=2.0"
_TITLES = {
    "overlays": ("What the city tells on the spot", "Overlays: a story, its text alternative, and how one gets there."),
    "places": ("Places", "Every place that the city knows, with its source and licence."),
    "events": ("Events", "What happens in the next sixty days, or in the interval asked for."),
}


@router.get("/ogc/", auth=anyone, include_in_schema=False)  # as OWSLib asks
@router.get("/ogc", auth=anyone, operation_id="ogc_landing")
@decorate_view(kept_for_a_minute)
def landing(request: HttpRequest) -> HttpResponse:
    """Give the landing page of the open data (OGC API - Features)."""
    return _answer(ogc.landing(_root(), _title(), "Places, overlays and events, open to everybody."))


@router.get("/ogc/conformance", auth=anyone, operation_id="ogc_conformance")
@decorate_view(kept_for_a_minute)
def conformance(request: HttpRequest) -> HttpResponse:
    """Say which parts of the standard are kept."""
    return _answer({"conformsTo": ogc.CONFORMS_TO})


@router.get("/ogc/api", auth=anyone, operation_id="ogc_definition")
@decorate_view(kept_for_a_minute)
def definition(request: HttpRequest) -> HttpResponse:
    """Describe the open data in OpenAPI 3.0."""
    return _answer(ogc.definition(_root(), _title(), open_data.COLLECTIONS), ogc.OPENAPI)


@router.get("/ogc/collections", auth=anyone, operation_id="ogc_collections")
@decorate_view(kept_for_a_minute)
def collections(request: HttpRequest) -> HttpResponse:
    """List the collections."""
    found = [_collection(id_) for id_ in open_data.COLLECTIONS]
    return _answer({"links": [ogc.link(f"{_root()}/collections", "self")], "collections": found})


@router.get("/ogc/collections/{collection}", auth=anyone, operation_id="ogc_collection")
@decorate_view(kept_for_a_minute)
def collection(request: HttpRequest, collection: str) -> HttpResponse:
    """Say what there is to know of one collection."""
    open_data.check_collection(collection)
    return _answer(_collection(collection))


@router.get("/ogc/collections/{collection}/items", auth=anyone, operation_id="ogc_items")
@decorate_view(kept_for_a_minute)
def items(request: HttpRequest, collection: str) -> HttpResponse:
    """Give features of a collection: bbox, datetime, limit, offset and category choose which."""
    open_data.check_collection(collection)
    given = {key: str(request.GET[key]) for key in request.GET}
    question = ogc.read_question(given)
    now = settings.CLOCK.now()
    found, total = open_data.features(collection, question, now)
    return _answer(ogc.items(_root(), collection, found, total, question, given, now), ogc.GEOJSON)


@router.get("/ogc/collections/{collection}/items/{path:feature}", auth=anyone, operation_id="ogc_feature")
@decorate_view(kept_for_a_minute)
def feature(request: HttpRequest, collection: str, feature: str) -> HttpResponse:
    """Give one feature."""
    found = open_data.one_feature(collection, feature, settings.CLOCK.now())
    here = f"{_root()}/collections/{collection}"
    links = [ogc.link(f"{here}/items/{feature}", "self", ogc.GEOJSON), ogc.link(here, "collection")]
    return _answer({**found, "links": links}, ogc.GEOJSON)


@router.get("/overlay-schema", auth=anyone, operation_id="overlay_schema")
@decorate_view(kept_for_a_minute)
def overlay_schema(request: HttpRequest) -> HttpResponse:
    """Give the JSON Schema of an overlay."""
    return _answer(schema(), "application/schema+json")


@router.get("/scrs/{topic}", auth=anyone, operation_id="content_records")
@decorate_view(kept_for_a_minute)
def content_records(
    request: HttpRequest,
    topic: str,
    h3Index: str = Query("", description="The H3 cell, resolution 6 or finer"),  # noqa: N803 - the standard's name
    keywords: str = Query("", description="Any of these, with commas between"),
) -> HttpResponse:
    """List spatial content records of a topic in a cell, as the Open AR Cloud's clients ask."""
    return _answer(open_data.content_records(topic, h3Index, keywords), OSCP)


@router.get("/scrs/{topic}/{path:id}", auth=anyone, operation_id="content_record")
@decorate_view(kept_for_a_minute)
def content_record(request: HttpRequest, topic: str, id: str) -> HttpResponse:  # noqa: A002
    """Give one spatial content record."""
    return _answer(open_data.content_record(topic, id), OSCP)


def _root() -> str:
    return f"{settings.PUBLIC_URL}/api/v1/ogc"


def _title() -> str:
    city = settings.CITY
    return str(city.name.get("en") or city.name[city.default_language])


def _collection(id_: str) -> dict[str, Any]:
    south, west, north, east = settings.CITY.bounds
    title, description = _TITLES[id_]
    return ogc.collection(_root(), id_, title, description, (west, south, east, north), "")


def _answer(content: Any, kind: str = "application/json") -> HttpResponse:
    answer = HttpResponse(json.dumps(content, ensure_ascii=False, separators=(",", ":")), content_type=kind)
    answer["Access-Control-Allow-Origin"] = "*"
    if kind == ogc.GEOJSON:
        answer["Content-Crs"] = f"<{ogc.CRS84}>"  # part 2 asks for it, and it hurts nobody who reads part 1
    return answer
