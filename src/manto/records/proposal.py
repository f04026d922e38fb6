"""A proposal: what is to be said about a record, with all that its rules look at. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from manto.records.record_type import RecordType


@dataclass(frozen=True)
class Standing:
    """How another record stands.

    Attributes:
        status: active, suspended, disputed, revoked, annulled, expired.
        until: When it ends by itself; None when it does not.
    """

    status: str
    until: datetime | None = None

    def is_in_force(self, at: datetime) -> bool:
        """Say whether it is active and not past its end."""
        return self.status == "active" and (self.until is None or at < self.until)

    def stands(self, at: datetime) -> bool:
        """Say whether it has not ended."""
        return self.status in ("active", "suspended", "disputed") and (self.until is None or at < self.until)


@dataclass(frozen=True)
class Proposal:
    """What is to be said.

    Attributes:
        type: Of the record.
        kind: issue, amend, transfer, ...
        at: The moment at which it is judged.
        today: The city's day then.
        fields: What the record says afterwards.
        before: What it says now; None when it is new.
        status: How it stands now; None when it is new.
        cause: Why, as one of the type's causes; empty for none.
        latest_cause: Why it stands as it does now.
        effective_on: The day from which it is true.
        holder_keys: Keys of those who hold it afterwards.
        holders: How many hold it afterwards.
        parent_keys: For an attached record: keys of those who hold the record that it is attached to.
        parent: How that record stands; None when there is none.
        beside: How the records of the same subject stand, by register.
        signers: Roles of those who have signed or are to sign.
        sources: For a split or a merge: what the records say that end with it.
        results: For a split or a merge: what all the records say that begin with it.
        keeps_holders: For a split or a merge: whether those hold what begins who held what ends.
        calendar: Days that a rule counts from, by name, such as the days of elections.
        registered: What the civil register says of its one holder: surname, given_names, birth; empty when unknown.
    """

    type: RecordType
    kind: str
    at: datetime
    today: date
    fields: Mapping[str, Any]
    before: Mapping[str, Any] | None = None
    status: str | None = None
    cause: str = ""
    latest_cause: str = ""
    effective_on: date | None = None
    holder_keys: frozenset[bytes] = frozenset()
    holders: int = 0
    parent_keys: frozenset[bytes] = frozenset()
    parent: Standing | None = None
    beside: Mapping[str, Standing] = field(default_factory=dict)
    signers: frozenset[str] = frozenset()
    sources: tuple[Mapping[str, Any], ...] = ()
    results: tuple[Mapping[str, Any], ...] = ()
    keeps_holders: bool = True
    calendar: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    registered: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """Why a proposal cannot be entered.

    Attributes:
        code: A key of `texts.yaml` below `fault`.
        values: What its sentence names.
        field: The field that it is about; empty for the whole.
    """

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    field: str = ""
