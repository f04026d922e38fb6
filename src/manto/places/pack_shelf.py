"""The packs of this city: made of the snapshot, signed, and kept as files that never change.

Whoever can write to the folder can bring a phone an older pack of the same square, and no other: heads are signed.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from manto.places import packs
from manto.places.categories import catalogue
from manto.places.media_shelf import files_of
from manto.places.models import Totem
from manto.places.overlay import text_alternative
from manto.places.snapshot import Snapshot, hours_reader, snapshot
from manto.places.trail_shelf import shown_trails
from manto.residents.city_key import named_key

DAYS_AHEAD = 14
VERSIONS_KEPT = 30


def pack(cell: str, since: str, now: datetime) -> dict[str, Any]:
    """Give a square's pack, or what has changed since a version that the phone has.

    Raises:
        BadInput: It is not a square.

    """
    made = _made(cell, now)
    before = _kept(cell, since) if since else None
    items, gone = (made.items, []) if before is None else packs.delta(before, made.items)
    signature = named_key("packs").sign(made.head.encode()).signature
    return {
        "head": made.head,
        "signature": base64.b64encode(signature).decode(),
        "since": since if before is not None else None,
        "items": items,
        "gone": gone,
    }


def version_of(cell: str, now: datetime) -> str:
    """Name the version of a square's pack."""
    return _made(cell, now).version


def public_key() -> str:
    """Give the key with which a phone checks packs, in base64."""
    return base64.b64encode(bytes(named_key("packs").verify_key)).decode()


_latest: dict[str, tuple[tuple[str, str], packs.Pack]] = {}


def _made(cell: str, now: datetime) -> packs.Pack:
    box = packs.box_of(cell)
    held = snapshot()
    day = now.astimezone(settings.CITY.time_zone).date().isoformat()
    known = _latest.get(cell)
    if known and known[0] == (held.version, day):
        return known[1]
    items = packs.items_of(_parts(held, box, now))
    made = packs.pack_of(cell, settings.CITY.id, items, day=day)
    if items:
        _keep(made)
    if len(_latest) > 500:
        _latest.clear()
    _latest[cell] = (held.version, day), made
    return made


def _parts(held: Snapshot, box: tuple[float, float, float, float], now: datetime) -> Iterator[tuple[str, Any]]:
    west, south, east, north = box
    ids, _ = held.around.listed(box, count=100_000)
    places = [place for place in held.places(ids).values() if south <= place.lat < north and west <= place.lon < east]
    languages = settings.CITY.languages
    for place in places:
        alternative, _ = text_alternative(place, languages)
        value = {
            "id": place.id,
            "category": place.category,
            "at": [place.lat, place.lon],
            "name": place.name,
            "about": place.about,
            "story": place.story,
            "alternative": alternative if place.story or place.text_alternative else {},
            "address": place.address,
            "hours": place.opening_hours,
            "wheelchair": place.wheelchair,
            "access": place.access,
            "audience": place.audience,
            "actions": place.actions,
            "media": place.media,
            "phone": place.phone,
            "website": place.website,
            "from": place.valid_from.isoformat() if place.valid_from else "",
            "to": place.valid_to.isoformat() if place.valid_to else "",
            "source": place.source_id,
        }
        yield f"place {place.id}", {key: content for key, content in value.items() if content not in ("", {}, [])}
    for text in sorted({place.opening_hours for place in places if place.opening_hours}):
        yield f"hours {packs.digest(text)[:12]}", {"text": text, "open": _open_spans(text, now)}
    for kind in sorted({place.category for place in places}):
        yield f"kind {kind}", {"id": kind, "name": catalogue()[kind].name, "group": catalogue()[kind].group}
    for id_ in sorted({place.source_id for place in places}):
        source = held.sources[id_]
        names = ("id", "name", "licence", "attribution", "url")
        yield f"source {id_}", {name: getattr(source, name) for name in names}
    shown = {place.id for place in places}
    for totem in Totem.objects.filter(revoked_at=None, place__in=shown).order_by("code"):
        yield f"totem {totem.code}", {"code": totem.code, "place": totem.place}
    media = [item for place in places for item in place.media]
    for trail in shown_trails():
        if shown & {stop["place"] for stop in trail["stops"]}:
            yield f"trail {trail['id']}", trail
            media += [item for stop in trail["stops"] for item in stop["media"]]
    for file in files_of(media):  # each says what it is; to have it too is another choice
        yield f"file {file.url}", asdict(file)
    middle = ((south + north) / 2, (west + east) / 2)
    for number, house in enumerate(held.around.houses(middle, 800)):
        yield f"house {number}", house


def _open_spans(text: str, now: datetime) -> list[list[int]]:
    """Give when it is open in the next two weeks, in minutes since 1970; the phone cannot read hours, but it can count."""
    zone = settings.CITY.time_zone
    today = now.astimezone(zone).date()
    spans: list[list[int]] = []
    for day in hours_reader().days(text, today, DAYS_AHEAD):
        for opens, closes in day.hours:
            first = datetime.combine(day.day, opens, zone)
            last = datetime.combine(day.day, closes, zone)
            if last <= first:
                last += timedelta(days=1)
            spans.append([int(first.timestamp() // 60), int(last.timestamp() // 60)])
    joined: list[list[int]] = []
    for span in spans:
        if joined and span[0] <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], span[1])
        else:
            joined.append(span)
    return joined


def _folder(cell: str) -> Path:
    return Path(settings.HOME) / "packs" / cell


def _keep(made: packs.Pack) -> None:
    folder = _folder(made.cell)
    file = folder / f"{made.version}.json"
    if file.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f".{secrets.token_hex(4)}"
    fresh.write_text(json.dumps(made.items, ensure_ascii=False))
    os.replace(fresh, file)
    old = sorted(folder.glob("*.json"), key=lambda one: one.stat().st_mtime, reverse=True)[VERSIONS_KEPT:]
    for one in old:
        one.unlink(missing_ok=True)


def _kept(cell: str, version: str) -> packs.Items | None:
    if not (version.isalnum() and version.isascii() and len(version) <= 64):
        return None
    try:
        items: packs.Items = json.loads((_folder(cell) / f"{version}.json").read_text())
    except (OSError, ValueError):
        return None
    return items
