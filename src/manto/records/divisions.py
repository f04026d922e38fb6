"""Drawing up a division or a joining: what ends, what begins, and who holds it, so that everybody keeps what was hers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from manto.kernel.errors import BadInput
from manto.records.commands import drafts
from manto.records.dividing import shares_after
from manto.records.drawing_up import Entry, HolderGiven
from manto.records.proposals import division_rule, fields_of
from manto.records.record_type import RecordType
from manto.records.reference import types


def division_entries(
    sources: Sequence[Any], parts: Sequence[Mapping[str, Any]], *, reason: str, law: str
) -> list[Entry]:
    """Give the entries that end some records and begin others in their place.

    Args:
        sources: Records of one type: one to be divided, several to be joined.
        parts: What each of the new ones says, apart from who owns it and what it was made from: that follows.

    Raises:
        BadInput: They are not of one type that can be divided, or two owners cannot be told apart.
    """
    of, rule = type_and_rule(sources)
    if not parts or (len(sources) == 1 and len(parts) == 1):
        raise BadInput("A division makes several out of one, a joining one out of several.", "Add a part or a parcel.")
    cause = "split" if len(sources) == 1 else "merge"
    said = what_they_say(sources)
    owners = shares_after(said, rule["field"], rule["shares"])
    held = _held_by_name(sources, rule["shares"])
    origin = [one[of.subject[0]] for one in said]
    ends = [Entry(one.name, "revoke", cause=cause, reason=reason, law=law) for one in sources]
    return [*ends, *(_begins(of, rule, part, owners, held, origin, cause, reason, law) for part in parts)]


def type_and_rule(sources: Sequence[Any]) -> tuple[RecordType, Mapping[str, Any]]:
    """Give the one type of some records, and the rule by which it is divided.

    Raises:
        BadInput: They are of several types, or of one that cannot be divided, or one of them stands twice.
    """
    registers = {one.register for one in sources}
    rule = division_rule(types()[next(iter(registers))]) if len(registers) == 1 else None
    if rule is None or len({one.id for one in sources}) != len(sources):
        raise BadInput(
            "These records cannot be divided or joined.", "Choose different records of one kind, as parcels."
        )
    return types()[next(iter(registers))], rule


def what_they_say(records: Sequence[Any]) -> list[Mapping[str, Any]]:
    """Give what each of some records says.

    Raises:
        BadInput: What one of them said was destroyed.
    """
    said = [fields_of(one.name) for one in records]
    if not all(said):
        raise BadInput("What one of these records said was destroyed.", "Leave it out.")
    return said


def _begins(
    of: RecordType,
    rule: Mapping[str, Any],
    part: Mapping[str, Any],
    owners: list[dict[str, str]],
    held: Mapping[str, Any],
    origin: list[str],
    cause: str,
    reason: str,
    law: str,
) -> Entry:
    fields = {**part, rule["shares"]: owners, rule["from"]: origin}
    holders = tuple(_again(held.get(one["name"]), of) for one in owners)
    return Entry(drafts.name_for(of, fields, None, None), "issue", fields, holders, cause=cause, reason=reason, law=law)


def _held_by_name(sources: Sequence[Any], shares: str) -> dict[str, Any]:
    """Find who holds what each name stands for: the holders stand in the order of the names."""
    found: dict[str, Any] = {}
    for record in sources:
        rows = record.holders.filter(until=None).order_by("place")
        for party, row in zip(fields_of(record.name)[shares], rows, strict=False):
            other = found.setdefault(party["name"], row)
            if other.resident_id != row.resident_id:
                raise BadInput(f"There are two owners called {party['name']}.", "Correct one of the titles first.")
    return found


def _again(row: Any, of: RecordType) -> HolderGiven:
    """Let the same person hold a new record: with a key of its own, or the one that her own device keeps."""
    if row is None:
        return drafts.new_holder(None, of)
    resident: UUID | None = row.resident_id
    return drafts.new_holder(resident, of, bytes(row.key) if row.key is not None and row.seed is None else None)
