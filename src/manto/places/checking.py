"""Checks what an editor wrote before residents see it: can everybody take part, and may the city show it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from manto.city.texts import Texts
from manto.places.overlay import AUDIENCES, MEASURES

_texts = Texts.of_room("manto.places")
WORDS_IN_A_SENTENCE_MAX = 30
_PERSONAL = re.compile(r"\b[A-Z]{6}[0-9]{2}[A-Z][0-9]{2}[A-Z][0-9]{3}[A-Z]\b|\bIT[0-9]{2}[A-Z][0-9]{22}\b")
_SAFE = re.compile(r"^(https://|/|geo:|tel:)")


@dataclass(frozen=True)
class Finding:
    """Something that the check found.

    Attributes:
        field: Where.
        what: A key below ``check`` in ``texts.yaml``.
        bars: Whether it must be mended before it is published.
        detail: What it is about.

    """

    field: str
    what: str
    bars: bool
    detail: str = ""

    def text(self, language: str) -> str:
        """Say it in words."""
        return _texts.say(f"check.{self.what}", language, detail=self.detail)


def findings(place: Any, languages: tuple[str, ...]) -> list[Finding]:
    """Check a place as it would be shown; those that bar it first."""
    found = [*_words(place, languages), *_media(place, languages), *_actions(place, languages), *_facts(place)]
    return sorted(found, key=lambda finding: not finding.bars)


def _words(place: Any, languages: tuple[str, ...]) -> list[Finding]:
    found = []
    for language in languages:
        if not place.name.get(language):
            found.append(Finding("name", "no_name", True, language))
        if not place.text_alternative.get(language):
            found.append(Finding("text_alternative", "no_alternative", True, language))
        if place.story and not place.story.get(language):
            found.append(Finding("story", "no_story", True, language))
    for field in ("about", "story", "text_alternative"):
        for text in getattr(place, field).values():
            longest = max((len(part.split()) for part in re.split(r"[.!?:;]", text)), default=0)
            if longest > WORDS_IN_A_SENTENCE_MAX:
                found.append(Finding(field, "long_sentence", False, str(longest)))
            if _PERSONAL.search(text):
                found.append(Finding(field, "personal", True))
    return found


def _media(place: Any, languages: tuple[str, ...]) -> list[Finding]:
    found = []
    for number, item in enumerate(place.media, 1):
        where = f"media {number}"
        if not isinstance(item, dict) or item.get("kind") not in ("image", "audio", "video", "panorama"):
            found.append(Finding(where, "media_kind", True))
            continue
        # From the city's own server alone: no other may learn who stands where.
        if not str(item.get("url", "")).startswith("/"):
            found.append(Finding(where, "media_url", True))
        if not item.get("licence") or not item.get("creator"):
            found.append(Finding(where, "media_rights", True))
        alternative = item.get("alternative") or {}
        if any(not alternative.get(language) for language in languages):
            found.append(Finding(where, "media_alternative", True))
        if item["kind"] in ("audio", "video") and not item.get("transcript"):
            found.append(Finding(where, "media_transcript", True))
    return found


def _actions(place: Any, languages: tuple[str, ...]) -> list[Finding]:
    found = []
    for number, item in enumerate(place.actions, 1):
        named = isinstance(item, dict) and all((item.get("name") or {}).get(language) for language in languages)
        if not named or item.get("kind") not in ("service", "report", "book", "link"):
            found.append(Finding(f"actions {number}", "action_name", True))
        elif not _SAFE.match(str(item.get("href", ""))):
            found.append(Finding(f"actions {number}", "action_href", True))
    return found


def _facts(place: Any) -> list[Finding]:
    found = []
    if unknown := sorted(set(place.audience) - set(AUDIENCES)):
        found.append(Finding("audience", "audience", True, ", ".join(map(str, unknown))))
    if unknown := sorted(set(place.access) - set(MEASURES)):
        found.append(Finding("access", "measure", True, ", ".join(unknown)))
    for key in ("kerb_cm", "incline_pct", "width_cm", "door_cm", "steps"):
        value = place.access.get(key)
        if value is not None and not (isinstance(value, int | float) and 0 <= value <= 5000):
            found.append(Finding("access", "measure_value", True, key))
    if place.wheelchair == "unknown" and not place.access:
        found.append(Finding("access", "access_unknown", False))
    return found
