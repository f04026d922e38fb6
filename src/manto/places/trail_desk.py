"""What editors do with trails: draft, check, publish, hide, and go back to what the city's folder says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.conf import settings

from manto.city.texts import Texts
from manto.kernel.errors import BadInput, Conflict, NotFound
from manto.places.commands import count_version
from manto.places.geometry import distance_m
from manto.places.layer import DESK_SOURCE
from manto.places.models import Trail
from manto.places.snapshot import snapshot
from manto.places.trails import STOPS_MAX, refused_parts
from manto.residents.refused import refusals
from manto.store.command import command

LETTERS_MAX = 200_000
METRES_A_MINUTE = 60
"""How far one walks in a minute without haste; streets are a third longer than the straight line."""

MINUTES_A_STOP = 3
FIELDS = (
    *("id", "kind", "title", "about", "minutes", "badge", "audience", "stops", "place", "radius_m", "riddle", "tell"),
    *("question", "choices", "answers", "hints", "after", "read", "see", "climb", "way"),
)
_KEY = re.compile(rf"'({'|'.join(FIELDS)})'")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_texts = Texts.of_room("manto.places")


@dataclass(frozen=True)
class TrailFinding:
    """Something that the check found.

    Attributes:
        stop: Which stop, from 1; 0 is the trail itself.
        text: In words, in the reader's language.
        bars: Whether it must be mended before it is published.

    """

    stop: int
    text: str
    bars: bool


@command
def draft_trail(id_: str, content: Any, *, version: int, account: UUID | None, now: datetime) -> Trail:
    """Keep what an editor is writing, unseen by residents; it need not be whole yet.

    Raises:
        BadInput: It is not of a trail's form at all, or has another name than its address.
        Conflict: Somebody else has written it meanwhile.

    """
    if not isinstance(content, dict) or not isinstance(content.get("stops"), list):
        raise BadInput("A trail is not a list of keys and values.", "Export one to see the form.")
    if len(content["stops"]) > STOPS_MAX or len(str(content)) > LETTERS_MAX:
        raise BadInput("This trail is too long.", f"Write at most {STOPS_MAX} stops.")
    if content.get("id") != id_ or len(id_) > 60 or not _NAME.fullmatch(id_):
        raise BadInput(f"'{id_[:60]}' is no name of a trail.", "Write small letters, digits and dashes.")
    trail = _held(id_, version) or Trail(id=id_, version=0, content={})
    trail.draft = content
    return _kept(trail, account, now)


@command
def publish_trail(id_: str, *, version: int, account: UUID | None, now: datetime) -> Trail:
    """Show what was drafted; from then on the city's folder no longer changes it.

    Raises:
        NotFound: Nothing is drafted.
        Conflict: Somebody else has written it meanwhile.
        BadInput: The check finds something that must be mended first.

    """
    trail = _held(id_, version)
    if trail is None or trail.draft is None:
        raise NotFound("Nothing is drafted for this trail.", "Write something first.")
    if any(finding.bars for finding in trail_findings(trail.draft, settings.CITY.default_language)):
        raise BadInput("This trail cannot be published yet.", "Mend what the check names, then publish.")
    trail.content, trail.draft, trail.shown = trail.draft, None, True
    kept = _kept(trail, account, now)
    count_version(DESK_SOURCE, now)
    return kept


@command
def hide_trail(id_: str, *, version: int, account: UUID | None, now: datetime) -> Trail:
    """Take a trail out of residents' sight; what was shown is a draft again.

    Raises:
        NotFound: It is not shown.
        Conflict: Somebody else has written it meanwhile.

    """
    trail = _held(id_, version)
    if trail is None or not trail.shown:
        raise NotFound("This trail is not shown.", "The desk lists those that there are.")
    trail.draft, trail.shown = trail.draft or trail.content, False
    kept = _kept(trail, account, now)
    count_version(DESK_SOURCE, now)
    return kept


@command
def restore_trail(id_: str, *, version: int, now: datetime) -> Trail:
    """Take back all that editors wrote: the trail is as the city's folder says, and follows it again.

    Raises:
        NotFound: The folder has no such trail.
        Conflict: Somebody else has written it meanwhile.

    """
    trail = _held(id_, version)
    if trail is None or trail.folder is None:
        raise NotFound("The city's folder has no such trail.", "Hide it instead.")
    trail.content, trail.draft, trail.shown = trail.folder, None, True
    kept = _kept(trail, None, now)
    count_version(DESK_SOURCE, now)
    return kept


def trail_findings(content: dict[str, Any], language: str) -> list[TrailFinding]:
    """Check a trail as it would be shown: what bars it first, then what to consider."""
    said = refusals(language)
    found = [
        TrailFinding(number, _named(f"{said.say(refusal.what)} {said.say(refusal.next_step)}", language), bars=True)
        for number, refusal in refused_parts(content, settings.CITY.languages)
    ]
    stops = [stop for stop in content.get("stops") or () if isinstance(stop, dict)]
    held = snapshot().places([str(stop.get("place")) for stop in stops])
    places = [held.get(str(stop.get("place"))) for stop in stops]
    for_wheels = "wheelchair" in str(content.get("audience"))
    for number, (stop, place) in enumerate(zip(stops, places, strict=True), 1):
        if place is None and stop.get("place"):
            found.append(TrailFinding(number, _texts.say("trail.no_place", language), bars=True))
        elif place is not None and for_wheels and place.wheelchair == "no":
            found.append(TrailFinding(number, _texts.say("trail.no_wheels", language), bars=False))
        elif for_wheels and not stop.get("way"):
            found.append(TrailFinding(number, _texts.say("trail.not_measured", language), bars=False))
    points = [(place.lat, place.lon) for place in places if place is not None]
    metres = 4 / 3 * sum(distance_m(one, other) for one, other in pairwise(points))
    needed = round(metres / METRES_A_MINUTE + MINUTES_A_STOP * len(points))
    if isinstance(content.get("minutes"), int) and content["minutes"] < needed:
        found.append(TrailFinding(0, _texts.say("trail.short", language, minutes=needed), bars=False))
    return sorted(found, key=lambda finding: (not finding.bars, finding.stop))


def _named(text: str, language: str) -> str:
    """Say the names of fields as the desk's form does, where the check names their keys in quotes."""
    return _KEY.sub(lambda found: f"“{_texts.say(f'trail.field.{found[1]}', language)}”", text)


def _held(id_: str, version: int) -> Trail | None:
    held: Trail | None = Trail.objects.select_for_update().filter(id=id_).first()
    if (held.version if held else 0) != version:
        raise Conflict("Somebody else has written this trail meanwhile.", "Reload it; keep what you wrote as a file.")
    return held


def _kept(trail: Trail, account: UUID | None, now: datetime) -> Trail:
    trail.version += 1
    trail.edited_by, trail.edited_at = account, now
    trail.save()
    return trail
