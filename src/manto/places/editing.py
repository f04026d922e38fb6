"""What editors do: draft, check, publish and take back what the city says over a place. Imports never touch it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from manto.kernel.errors import BadInput, Conflict, NotFound
from manto.kernel.ids import unguessable_id
from manto.places.categories import category
from manto.places.checking import Finding, findings
from manto.places.commands import count_version
from manto.places.drafts import WHEELCHAIR_KNOWN
from manto.places.layer import DESK_SOURCE, EDITABLE, laid_over, stands_alone
from manto.places.models import Place, PlaceEdit, Source
from manto.places.snapshot import hours_reader
from manto.store.command import command

LETTERS_MAX = 5000


@command
def draft_overlay(
    place: str, changes: dict[str, Any], *, version: int, account: UUID | None, now: datetime
) -> PlaceEdit:
    """Keep what an editor is writing, unseen by residents.

    Args:
        place: Which place; empty for one that no source has.
        changes: All fields that the city says otherwise than the source; a field left out is the source's again.
        version: Of the edit that the editor saw; 0 when there was none.
        account: Whose account.
        now: When.

    Raises:
        BadInput: A field that cannot be edited, or a value that is none.
        NotFound: There is no such place.
        Conflict: Somebody else has edited it meanwhile.

    """
    check_changes(changes)
    if not place:
        if not stands_alone(changes):
            raise BadInput("A new place needs a kind, a name and a position.", "Set it on the map and name it.")
        place = f"desk:{unguessable_id()[:10].lower()}"
    elif not PlaceEdit.objects.filter(place=place).exists() and not Place.objects.filter(id=place).exists():
        raise NotFound(f"There is no place '{place}'.", "Look for it on the desk.")
    edit = _held(place, version, now)
    edit.draft = changes
    return _kept(edit, account, now)


@command
def publish_overlay(place: str, *, version: int, account: UUID | None, now: datetime) -> PlaceEdit:
    """Show what was drafted, from the moment its own dates say.

    Raises:
        NotFound: Nothing was drafted.
        Conflict: Somebody else has edited it meanwhile.
        BadInput: The check finds something that must be mended first; says what.

    """
    edit = _held(place, version, now)
    if edit.draft is None:
        raise NotFound("Nothing is drafted for this place.", "Write something first.")
    base = Place.objects.filter(id=place, withdrawn_at=None).first()
    barring = [finding for finding in check_draft(edit, base, now) if finding.bars]
    if barring:
        told = "; ".join(f"{finding.field}: {finding.what}" for finding in barring)
        raise BadInput(f"It cannot be published yet. {told}.", "Mend what the check names, then publish.")
    if base is None:
        _desk_source()
    edit.changes, edit.draft = edit.draft, None
    edit.over = base.digest if base else ""
    edit.published_by, edit.published_at = account, now
    kept = _kept(edit, account, now)
    count_version(base.source_id if base else DESK_SOURCE, now)
    return kept


@command
def withdraw_overlay(place: str, *, version: int, account: UUID | None, now: datetime) -> None:
    """Take back all that the city says over a place: the source's own words stand again.

    Raises:
        NotFound: Nothing is said or drafted.
        Conflict: Somebody else has edited it meanwhile.

    """
    edit = _held(place, version, now)
    if edit.edited_by is None and edit.published_at is None and edit.draft is None:
        raise NotFound("The city says nothing over this place.", "There is nothing to take back.")
    was_shown = edit.published_at is not None
    PlaceEdit.objects.filter(place=place).delete()
    if was_shown:
        count_version(DESK_SOURCE, now)


def check_draft(edit: PlaceEdit, base: Place | None, now: datetime) -> list[Finding]:
    """Check accessibility and law of what is drafted, or else of what is shown."""
    changes = edit.draft if edit.draft is not None else edit.changes
    shown = laid_over(base, edit.place, {**changes, "hidden": False}, edited_at=now)
    if shown is None:
        return [Finding("place", "vanished", bars=True)]
    return findings(shown, settings.CITY.languages)


def check_changes(changes: dict[str, Any]) -> None:
    """Refuse changes that no place can have.

    Raises:
        BadInput: Says which and why.
        UnknownName: A kind of place that there is none of.

    """
    if unknown := sorted(set(changes) - set(EDITABLE)):
        raise BadInput(f"These cannot be edited: {', '.join(unknown)}.", f"Known are {', '.join(EDITABLE)}.")
    if "category" in changes:
        category(changes["category"])
    _check_shapes(changes)
    _check_position(changes.get("lat", 0.0), changes.get("lon", 0.0))
    _check_moments(changes)
    if changes.get("wheelchair", "unknown") not in WHEELCHAIR_KNOWN:
        raise BadInput("'wheelchair' does not say about wheelchairs.", "Write yes, limited, no or unknown.")
    if changes.get("opening_hours"):
        hours_reader().check(changes["opening_hours"])


def _check_shapes(changes: dict[str, Any]) -> None:
    for key in ("name", "about", "story", "text_alternative"):
        words = changes.get(key, {})
        if not isinstance(words, dict) or not all(isinstance(text, str) for text in words.values()):
            raise BadInput(f"'{key}' is not a text for each language.", "Give {it: …, en: …}.")
        if any(len(text) > LETTERS_MAX for text in words.values()):
            raise BadInput(f"'{key}' has more than {LETTERS_MAX} letters.", "Shorten it.")
    for key, kind in (("access", dict), ("pose", dict), ("audience", list), ("media", list), ("actions", list)):
        if not isinstance(changes.get(key, kind()), kind):
            raise BadInput(f"'{key}' is not of its form.", "See overlay.schema.json for the form.")
    for key, most in (("address", 300), ("opening_hours", 500), ("phone", 200), ("website", 500)):
        if not isinstance(changes.get(key, ""), str) or len(changes.get(key, "")) > most:
            raise BadInput(f"'{key}' is not a text of at most {most} letters.", "Shorten it.")


def _check_position(lat: Any, lon: Any) -> None:
    numbers = all(isinstance(number, int | float) for number in (lat, lon))
    if not numbers or not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise BadInput("That is not a position on Earth.", "Give lat and lon in degrees.")


def _check_moments(changes: dict[str, Any]) -> None:
    read = []
    for key in ("valid_from", "valid_to"):
        try:
            moment = datetime.fromisoformat(changes[key]) if changes.get(key) else None
        except (TypeError, ValueError):
            raise BadInput(f"'{key}' is not a moment.", "Write 2026-04-01T00:00+02:00.") from None
        if moment is not None and moment.tzinfo is None:
            raise BadInput(f"'{key}' has no offset.", "Write 2026-04-01T00:00+02:00.")
        read.append(moment)
    if read[0] and read[1] and read[0] >= read[1]:
        raise BadInput("It ends before it begins.", "Put the later day last.")


def _held(place: str, version: int, now: datetime) -> PlaceEdit:
    edit = PlaceEdit.objects.select_for_update().filter(place=place).first()
    if (edit.version if edit else 0) != version:
        raise Conflict("Somebody else has edited this place meanwhile.", "Copy what you wrote, then reload the page.")
    return edit or PlaceEdit(place=place, version=0, edited_at=now)


def _kept(edit: PlaceEdit, account: UUID | None, now: datetime) -> PlaceEdit:
    edit.version += 1
    edit.edited_by, edit.edited_at = account, now
    edit.save()
    return edit


def _desk_source() -> None:
    city = settings.CITY
    licence = next((named.licence for named in city.attributions if named.licence), "EUPL-1.2")
    name = f"{city.name[city.default_language]}, redazione"
    facts = {"name": name, "licence": licence, "attribution": name, "url": city.web}
    Source.objects.update_or_create(id=DESK_SOURCE, defaults=facts)
