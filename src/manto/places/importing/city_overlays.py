"""What a city tells on the spot, written by hand: laid over the places of its folder before they are taken in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from manto.kernel.errors import BadInput
from manto.places.drafts import Leaving
from manto.places.overlay import AUDIENCES

OVERLAY_KEYS = frozenset(("story", "audience", "pose", "media", "actions", "valid"))

Files = Iterable[tuple[str, Any]]


def with_overlays(places: Files, overlays: Files) -> tuple[list[tuple[str, Any]], list[Leaving]]:
    """Lay entries that say ``over: <id>`` over the place of that id; entries without one are places of their own.

    Args:
        places: The name and the YAML content of each file of places.
        overlays: Likewise, of overlays.

    Returns:
        The files as they are to be read, and what names a place that is not there.

    """
    held = [
        (name, [dict(entry) if isinstance(entry, dict) else entry for entry in content])
        if isinstance(content, list)
        else (name, content)
        for name, content in places
    ]
    by_id = {
        entry["id"]: entry
        for _, content in held
        if isinstance(content, list)
        for entry in content
        if isinstance(entry, dict) and isinstance(entry.get("id"), str)
    }
    left: list[Leaving] = []
    for name, content in overlays:
        if not isinstance(content, list):
            raise BadInput(f"{name} is not a list.", "Begin each overlay with '- over: …' or '- id: …'.")
        own = []
        for number, entry in enumerate(content, 1):
            over = entry.get("over") if isinstance(entry, dict) else None
            if over is None:
                own.append(entry)
            elif over in by_id:
                place = by_id[over]
                measures = {**(place.get("access") or {}), **(entry.get("access") or {})}  # one by one, as in layer.py
                place.update({key: value for key, value in entry.items() if key != "over"})
                if measures:
                    place["access"] = measures
            else:
                left.append(Leaving(f"{name}, entry {number}", "no_such_place", str(over)))
        held.append((name, own))
    return held, left


def overlay_facts(entry: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """Read the keys of an overlay.

    Raises:
        BadInput: A story without a text alternative in its languages, or a value that is not of the form.

    """
    story, alternative = entry.get("story") or {}, entry.get("text_alternative") or {}
    if missing := [language for language in story if not alternative.get(language)]:
        raise BadInput(
            f"Its story has no text alternative in {', '.join(missing)}.", "Say what there is to see, for who cannot."
        )
    audience = entry.get("audience") or []
    if not isinstance(audience, list) or (unknown := sorted(set(audience) - set(AUDIENCES))):
        raise BadInput(f"'audience' names nobody we know: {unknown or audience}.", f"Known are {', '.join(AUDIENCES)}.")
    valid = entry.get("valid") or {}
    if not isinstance(valid, dict) or set(valid) - {"from", "to"}:
        raise BadInput("'valid' is not a from and a to.", "Write valid: {from: 2026-04-01, to: 2026-10-31}.")
    return {
        "story": story,
        "audience": tuple(audience),
        "pose": entry.get("pose") or {},
        "media": tuple(entry.get("media") or ()),
        "actions": tuple(entry.get("actions") or ()),
        "valid_from": _moment(valid.get("from"), zone, end=False),
        "valid_to": _moment(valid.get("to"), zone, end=True),
    }


def _moment(value: Any, zone: ZoneInfo, *, end: bool) -> str:
    """Read a moment; a day as its first moment, or as the first after it."""
    if value in (None, ""):
        return ""
    try:
        text = value.isoformat() if isinstance(value, date) else str(value)
        if "T" in text:
            moment = datetime.fromisoformat(text)
        else:
            moment = datetime.combine(date.fromisoformat(text) + timedelta(days=int(end)), time())
    except ValueError:
        raise BadInput(f"'{value}' is not a day or a moment.", "Write 2026-04-01 or 2026-04-01T18:00.") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).isoformat()
