"""What OGC API - Features asks for (17-069r4, core, GeoJSON and OpenAPI 3.0): pages, links, and how a question is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from manto.kernel.errors import BadInput

CONFORMS_TO = [
    f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}" for name in ("core", "geojson", "oas30")
]
GEOJSON = "application/geo+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
LIMIT, LIMIT_MAX = 100, 1000
PARAMETERS = frozenset(("bbox", "datetime", "limit", "offset", "category"))

Box = tuple[float, float, float, float]
Span = tuple[float, float]


@dataclass(frozen=True)
class Question:
    """What is asked of a collection.

    Attributes:
        box: West, south, east, north; everywhere when None.
        span: From and to, seconds since 1970, both included; at any time when None.

    """

    box: Box | None = None
    span: Span | None = None
    categories: frozenset[str] = frozenset()
    limit: int = LIMIT
    offset: int = 0


def read_question(given: Mapping[str, str]) -> Question:
    """Read the parameters of a request for items.

    Raises:
        BadInput: A parameter that the description does not name, or a value that it does not allow (7.15.1).

    """
    if unknown := sorted(set(given) - PARAMETERS):
        raise BadInput(f"There is no parameter '{unknown[0]}'.", f"Known are {', '.join(sorted(PARAMETERS))}.")
    return Question(
        box=read_box(given["bbox"]) if "bbox" in given else None,
        span=read_span(given["datetime"]) if "datetime" in given else None,
        categories=frozenset(part.strip() for part in given.get("category", "").split(",") if part.strip()),
        limit=min(LIMIT_MAX, _whole(given, "limit", LIMIT, least=1)),
        offset=_whole(given, "offset", 0, least=0),
    )


def read_box(text: str) -> Box:
    """Read a bounding box of four or six numbers; heights are read and not used.

    >>> read_box("170,-20,-170,-10")
    (170.0, -20.0, -170.0, -10.0)
    """
    try:
        numbers = [float(part) for part in text.split(",")]
        west, south, east, north = numbers if len(numbers) == 4 else (*numbers[:2], *numbers[3:5])
        fits = (
            len(numbers) in (4, 6) and -90 <= south <= north <= 90 and all(-180 <= lon <= 180 for lon in (west, east))
        )
    except ValueError:
        fits = False
    if not fits:
        raise BadInput("'bbox' is not a box.", "Write west,south,east,north in degrees.")
    return west, south, east, north


def read_span(text: str) -> Span:
    """Read a moment, or two with a stroke between, either of them open.

    >>> read_span("2026-01-01T00:00:00Z/..")[1]
    inf
    """
    parts = text.split("/")
    if len(parts) > 2:
        raise BadInput(
            "'datetime' is not a moment and not an interval.", "Write 2026-06-09T08:00:00Z or two with / between."
        )
    first, last = _moment(parts[0], "-inf"), _moment(parts[-1], "inf")
    if first > last or (len(parts) == 1 and first == float("-inf")):
        raise BadInput("'datetime' ends before it begins, or names nothing.", "Put the earlier moment first.")
    return first, last


def _moment(text: str, open_end: str) -> float:
    if text in ("", ".."):
        return float(open_end)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput(f"'{text[:40]}' is not a moment.", "Write it as RFC 3339 does: 2026-06-09T08:00:00Z.") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _whole(given: Mapping[str, str], name: str, otherwise: int, *, least: int) -> int:
    text = given.get(name, str(otherwise))
    if not (text.isascii() and text.isdigit() and least <= int(text) < 10**9):
        raise BadInput(f"'{name}' is not a whole number from {least}.", "Leave it out, or give one.")
    return int(text)


def link(href: str, rel: str, kind: str = "application/json", title: str = "") -> dict[str, str]:
    """Write a link."""
    return {"href": href, "rel": rel, "type": kind} | ({"title": title} if title else {})


def landing(root: str, title: str, description: str) -> dict[str, Any]:
    """Write the landing page."""
    return {
        "title": title,
        "description": description,
        "links": [
            link(root, "self", title="This page"),
            link(f"{root}/api", "service-desc", OPENAPI, "The definition of this API"),
            link(f"{root}/conformance", "conformance", title="What it conforms to"),
            link(f"{root}/collections", "data", title="The collections"),
        ],
    }


def collection(root: str, id_: str, title: str, description: str, bounds: Box, licence: str) -> dict[str, Any]:
    """Write what there is to know of one collection; ``bounds`` west, south, east, north."""
    here = f"{root}/collections/{id_}"
    links = [link(here, "self"), link(f"{here}/items", "items", GEOJSON, title)]
    if licence:
        links.append(link(licence, "license", "text/html"))
    return {
        "id": id_,
        "title": title,
        "description": description,
        "itemType": "feature",
        "crs": [CRS84],
        "extent": {"spatial": {"bbox": [list(bounds)], "crs": CRS84}},
        "links": links,
    }


def items(
    root: str,
    id_: str,
    features: list[dict[str, Any]],
    total: int,
    question: Question,
    given: Mapping[str, str],
    now: datetime,
) -> dict[str, Any]:
    """Write one page of items with its links."""
    here = f"{root}/collections/{id_}/items"

    def page(offset: int) -> str:
        kept = {**given, "limit": str(question.limit), "offset": str(offset)}
        return f"{here}?{urlencode({key: value for key, value in kept.items() if (key, value) != ('offset', '0')})}"

    links = [link(f"{here}?{urlencode(given)}" if given else here, "self", GEOJSON)]
    links.append(link(f"{root}/collections/{id_}", "collection"))
    if question.offset + len(features) < total:
        links.append(link(page(question.offset + question.limit), "next", GEOJSON))
    if question.offset:
        links.append(link(page(max(0, question.offset - question.limit)), "prev", GEOJSON))
    return {
        "type": "FeatureCollection",
        "timeStamp": now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "numberMatched": total,
        "numberReturned": len(features),
        "features": features,
        "links": links,
    }


def definition(root: str, title: str, collections: Iterable[str]) -> dict[str, Any]:
    """Describe all of this in OpenAPI 3.0, which the conformance class asks for by that version."""
    answers = {
        "4XX": {
            "description": "A problem (RFC 9457)",
            "content": {"application/problem+json": {"schema": {"type": "object"}}},
        }
    }

    def get(
        summary: str, parameters: list[dict[str, Any]] | None = None, kind: str = "application/json"
    ) -> dict[str, Any]:
        return {
            "get": {
                "summary": summary,
                "parameters": parameters or [],
                "responses": {
                    "200": {"description": summary, "content": {kind: {"schema": {"type": "object"}}}},
                    **answers,
                },
            }
        }

    which = _parameter("collectionId", "path", {"type": "string", "enum": list(collections)}, required=True)
    feature = _parameter("featureId", "path", {"type": "string"}, required=True)
    numbers = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6}
    asked = [
        {**_parameter("bbox", "query", numbers), "style": "form", "explode": False},
        _parameter("datetime", "query", {"type": "string"}),
        _parameter("limit", "query", {"type": "integer", "minimum": 1, "maximum": LIMIT_MAX, "default": LIMIT}),
        _parameter("offset", "query", {"type": "integer", "minimum": 0, "default": 0}),
        _parameter("category", "query", {"type": "string"}),
    ]
    return {
        "openapi": "3.0.3",
        "info": {"title": title, "version": "1.0.0"},
        "servers": [{"url": root}],
        "paths": {
            "/": get("The landing page"),
            "/conformance": get("What it conforms to"),
            "/collections": get("The collections"),
            "/collections/{collectionId}": get("One collection", [which]),
            "/collections/{collectionId}/items": get("Features", [which, *asked], GEOJSON),
            "/collections/{collectionId}/items/{featureId}": get("One feature", [which, feature], GEOJSON),
        },
    }


def _parameter(name: str, where: str, schema: dict[str, Any], *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": where, "required": required, "schema": schema}
