"""What the app must know about the city before it draws anything."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition
from ninja import Router

from manto.city import read_yaml
from manto.places.media_shelf import medium_file
from manto.residents.access import anyone
from manto.residents.out import Out
from manto.web.ranges import file_or_part

router = Router(tags=["city"])


class CityAttributionOut(Out):
    """Who is named for something that the city shows."""

    text: str
    url: str
    licence: str


class CityOut(Out):
    """A city: how it is called, where it lies, how it looks."""

    id: str
    name: str
    tagline: str
    languages: list[str]
    default_language: str
    address_form: Literal["tu", "lei"]
    time_zone: str
    centre: tuple[float, float]
    bounds: tuple[float, float, float, float]
    emergency: str
    contact: dict[str, str]
    web: str
    tokens: dict[str, Any]
    logo_url: str | None
    attributions: list[CityAttributionOut]
    shapes_url: str | None
    basemap_url: str | None
    demo: bool


@router.get("/city", response=CityOut, auth=anyone, operation_id="city")
def city(request: HttpRequest, response: HttpResponse) -> dict[str, Any]:
    """Say what city this is."""
    city = settings.CITY
    language = request.LANGUAGE_CODE
    basemap = basemap_file()
    patch_cache_control(response, public=True, max_age=60)
    attributions = [{**vars(named), "text": named.text[language]} for named in city.attributions]
    if basemap:
        attributions.append({"text": basemap_attribution(), "url": "", "licence": ""})
    return {
        **{name: getattr(city, name) for name in ("id", "languages", "default_language", "centre", "bounds", "web")},
        **{name: getattr(city, name) for name in ("emergency", "contact", "tokens", "address_form")},
        "name": city.name.get(language) or city.name[city.default_language],
        "tagline": city.tagline.get(language) or city.tagline[city.default_language],
        "time_zone": str(city.time_zone),
        "logo_url": _url_if_there("logo.svg"),
        "attributions": attributions,
        "shapes_url": _url_if_there("shapes.geojson"),
        "basemap_url": f"/city/{basemap.name}" if basemap else None,
        "demo": settings.MANTO_DEMO,
    }


def _url_if_there(name: str) -> str | None:
    return f"/city/{name}" if (settings.CITY.folder / name).is_file() else None


def basemap_file() -> Path | None:
    """Find the basemap that the city's imports.yaml declares; none when it declares none or the file is not here."""
    declared = _declared_basemap()
    if not declared:
        return None
    for folder in (settings.CITY.folder, settings.SHARED):
        if (folder / declared["pmtiles"]).is_file():
            return Path(folder / declared["pmtiles"])
    return None


def basemap_attribution() -> str:
    """Say who is to be named for the basemap."""
    return str((_declared_basemap() or {}).get("attribution", ""))


def _declared_basemap() -> dict[str, str] | None:
    file = settings.CITY.folder / "imports.yaml"
    declared = (read_yaml(file) or {}) if file.is_file() else {}
    return declared.get("basemap") if isinstance(declared, dict) else None


def _stamp(request: HttpRequest, name: str) -> str | None:
    file = _city_file(name)
    return f'"{file.stat().st_mtime_ns}"' if file else None


def _city_file(name: str) -> Path | None:
    basemap = basemap_file()
    if basemap and name == basemap.name:
        return basemap
    file = settings.CITY.folder / name
    if name in ("logo.svg", "shapes.geojson") and file.is_file():
        return Path(file)
    return medium_file(name)


@condition(etag_func=_stamp)
def city_file(request: HttpRequest, name: str) -> HttpResponse | FileResponse:
    """Serve one of the city's own files: its logo, its shapes, its basemap, its pictures, sounds and films."""
    file = _city_file(name)
    if file is None:
        raise Http404
    known = {".geojson": "application/geo+json", ".vtt": "text/vtt", ".m4a": "audio/mp4"}
    kind = known.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    response = file_or_part(request, file, kind, str(_stamp(request, name)))
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, public=True, max_age=3600)
    return response


def manifest(request: HttpRequest) -> JsonResponse:
    """Describe the app, so that a phone can install it under the city's own name."""
    city = settings.CITY
    name = city.name.get(request.LANGUAGE_CODE) or city.name[city.default_language]
    content = {
        "id": "/",
        "name": name,
        "short_name": name,
        "description": city.tagline.get(request.LANGUAGE_CODE, ""),
        "lang": request.LANGUAGE_CODE,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#fbf9f5",
        "theme_color": city.tokens.get("lake", "#0b5a83"),
        "icons": [
            {"src": "/icons/icon-192.png", "sizes": "192x192", "type": "image/png"},
            {"src": "/icons/icon-512.png", "sizes": "512x512", "type": "image/png"},
            {"src": "/icons/icon-maskable-512.png", "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
        ],
    }
    response = JsonResponse(content, content_type="application/manifest+json")
    patch_cache_control(response, public=True, max_age=3600)
    return response
