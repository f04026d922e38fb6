"""How a record is named in the ledger: so that two about one thing collide, and nobody can guess what one is about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from manto.kernel.errors import BadInput
from manto.kernel.ids import unguessable_id
from manto.records import vault
from manto.records.record_type import RecordType


def record_name(of: RecordType, fields: Mapping[str, Any], holder: UUID | None, parent_subject: str | None) -> str:
    """Name a new record.

    Args:
        of: Its type.
        fields: What it says.
        holder: The resident who holds it; for types of which a person has one.
        parent_subject: The subject of the record that it is attached to.

    Raises:
        BadInput: What the name is made from is not there.
    """
    if of.subject == ("random",):
        subject = unguessable_id().replace("_", "-")
    elif of.is_attached:
        if parent_subject is None:
            raise BadInput(f"A {of.name['en'].lower()} belongs to another record.", "Say to which.")
        subject = parent_subject
    elif of.subject == ("holder",):
        subject = vault.name_of(of.id, holder.hex if holder is not None else _person(of, fields))
    else:
        subject = subject_of_fields(of, fields)
    return f"{of.id}/{subject}"


def _person(of: RecordType, fields: Mapping[str, Any]) -> str:
    """Tell a person apart whom the city does not know as a resident: by names and birth, as old registers do."""
    said = [str(fields.get(name, "")).strip().casefold() for name in ("surname", "given_names", "birth")]
    if not all(said):
        raise BadInput(f"A {of.name['en'].lower()} is about a resident.", "Say who: search for the resident first.")
    return "|".join(said)


def subject_of_fields(of: RecordType, fields: Mapping[str, Any]) -> str:
    """Give the subject that a record with these fields has, whether or not there is one.

    Raises:
        BadInput: A field that makes the name is missing.
    """
    values = [str(fields.get(name, "")).strip().upper() for name in of.subject]
    if not all(values):
        raise BadInput(f"A {of.name['en'].lower()} is named by its {' and '.join(of.subject)}.", "Give it.")
    return vault.name_of(of.id, *values)


def first_moment(day: date, zone: ZoneInfo) -> datetime:
    """Give the moment at which a day begins in the city."""
    return datetime.combine(day, time.min, zone)


def end_of(of: RecordType, fields: Mapping[str, Any], zone: ZoneInfo) -> datetime | None:
    """Give the moment at which a record with these fields ends by itself: the end of its last day."""
    if not of.until or not fields.get(of.until):
        return None
    return first_moment(date.fromisoformat(fields[of.until]) + timedelta(days=1), zone)


def search_words(of: RecordType, fields: Mapping[str, Any]) -> set[str]:
    """Give the words by which an officer finds a record with these fields, each as a keyed hash."""
    found = set[str]()
    for name in of.searched_fields():
        value = fields.get(name, "")
        texts = [party.get("name", "") for party in value] if isinstance(value, list) else [str(value)]
        for text in texts:
            found |= hashed_words(text)
    return found


def hashed_words(text: str) -> set[str]:
    """Hash each word of a text and the whole of it without spaces, as search does."""
    words = {word for word in text.casefold().replace(",", " ").split() if word}
    whole = "".join(text.casefold().split())
    return {vault.name_of("search", word) for word in ({*words, whole} if whole else words)}
