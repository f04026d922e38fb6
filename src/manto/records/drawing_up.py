"""Drawing statements up: from what is to be said to the bytes that are signed, and the body that they commit to."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from manto.ledger.bodies.drawing_up import Body, draw_up_body, received_body
from manto.ledger.state import acts
from manto.ledger.state.acts import Latest
from manto.ledger.statements import Kind, decode_cbor, encode_cbor, parse_statement
from manto.records import models, node, vault
from manto.records.reference import types
from manto.records.subjects import end_of, first_moment


@dataclass(frozen=True)
class HolderGiven:
    """Somebody who is to hold a record.

    Attributes:
        resident: Who; None for somebody whom the city does not know as a resident.
        key: The public key with which she agrees; None for types whose holders do not sign.
        seed: Its secret half, wrapped; None when her own device keeps it.
    """

    resident: UUID | None = None
    key: bytes | None = None
    seed: bytes | None = None


@dataclass(frozen=True)
class Entry:
    """What is to be said about one record.

    Attributes:
        fields: What it says afterwards; None to leave it as it is.
        holders: Who holds it afterwards, in order; None to leave them as they are.
        cause: Why, as one of its type's causes.
        reason: Why, in the officer's words; kept beside the ledger.
        law: By which law, in words; stands in the statement.
        evidence: Hashes of statements that it follows from.
        restores: Hash of the statement whose state it brings back.
    """

    record: str
    kind: str
    fields: Mapping[str, Any] | None = None
    holders: tuple[HolderGiven, ...] | None = None
    cause: str = ""
    reason: str = ""
    law: str = ""
    effective_on: date | None = None
    evidence: tuple[bytes, ...] = ()
    restores: bytes | None = None
    grade: str = "registered"
    derived: bool = False

    @property
    def register(self) -> str:
        """The register that it belongs to."""
        return self.record.partition("/")[0]

    def to_values(self) -> dict[str, Any]:
        """Write it as values that can be kept in a draft."""
        holders = None if self.holders is None else [_holder_values(one) for one in self.holders]
        day = self.effective_on.isoformat() if self.effective_on else None
        values = {**vars(self), "holders": holders, "effective_on": day, "evidence": list(self.evidence)}
        return {
            name: dict(value) if name == "fields" and value is not None else value for name, value in values.items()
        }


def entry_of(values: Mapping[str, Any]) -> Entry:
    """Read what `Entry.to_values` wrote."""
    holders, day = values["holders"], values["effective_on"]
    given = None if holders is None else tuple(_holder(one) for one in holders)
    return Entry(
        **{
            **values,
            "holders": given,
            "effective_on": date.fromisoformat(day) if day else None,
            "evidence": tuple(values["evidence"]),
        }
    )


@dataclass(frozen=True)
class Drawn:
    """An entry as it is to be signed.

    Attributes:
        payload: The statement's bytes.
        body: What it says, sealed; None when the record says what it said before.
    """

    entry: Entry
    payload: bytes
    body: Body | None = field(repr=False, default=None)


def draw_up(entries: Sequence[Entry], at: datetime) -> list[Drawn]:
    """Draw up the statements for some entries, each after the record's latest."""
    ledger, at_s = node.ledger(), int(at.timestamp())
    return [_drawn(entry, ledger.latest(entry.record), ledger.origin, at_s) for entry in entries]


def draw_up_first(entries: Sequence[Entry], at: datetime) -> list[Drawn]:
    """Draw up the first statements about records that there are none of yet: any process of the city can."""
    origin, at_s = node.origin(), int(at.timestamp())
    return [_drawn(entry, None, origin, at_s) for entry in entries]


def _drawn(entry: Entry, latest: Latest | None, origin: str, at_s: int) -> Drawn:
    if entry.restores is not None:
        return Drawn(entry, _restoring(entry, latest, origin, at_s).to_bytes())
    changes: dict[str, Any] = {"reason": _public_reason(entry), "evidence": tuple(sorted(entry.evidence))}
    of, body = types()[entry.register], None
    if entry.kind == "issue":
        changes |= {"holders": (), "fields": None, "body": None, "until_s": None}
    if entry.fields is not None:
        body = draw_up_body(entry.record, entry.fields, secrets.token_bytes)
        end = end_of(of, entry.fields, settings.CITY.time_zone)
        changes |= {**body.statement_fields, "until_s": int(end.timestamp()) if end else None}
        if of.effective and entry.fields.get(of.effective):
            begin = first_moment(date.fromisoformat(entry.fields[of.effective]), settings.CITY.time_zone)
            changes["effective_s"] = int(begin.timestamp())
    if entry.effective_on is not None:
        begin = first_moment(entry.effective_on, settings.CITY.time_zone)
        changes["effective_s"] = min(int(begin.timestamp()), at_s)
    if entry.holders is not None:
        changes["holders"] = tuple(sorted({one.key for one in entry.holders if one.key is not None}))
    statement = acts.next_statement(origin, entry.record, Kind[entry.kind.upper()], at_s, latest, **changes)
    return Drawn(entry, statement.to_bytes(), body)


def _restoring(entry: Entry, latest: Latest | None, origin: str, at_s: int) -> Any:
    of = node.ledger().statement(entry.restores or b"")
    if of is None or latest is None:
        raise LookupError(entry.record)
    restored = Latest(of.hash, parse_statement(of.payload))
    return acts.restoration(origin, latest, restored, at_s, entry.evidence, _public_reason(entry))


def _public_reason(entry: Entry) -> str | None:
    """Say why for whoever holds a proof: the cause in words and the law, and nothing that an officer typed."""
    cause = types()[entry.register].causes.get(entry.cause)
    words = cause.words["en"] if cause else ""
    return f"{words} {entry.law}".strip()[:1000] or None


def keep_body(body: Body, at: datetime) -> None:
    """Keep a sealed body with its wrapped key and salts; call it inside a command, before its statement is filed."""
    models.Body.objects.create(**body_row(body, at))


def body_row(body: Body, at: datetime) -> dict[str, Any]:
    """Give what is kept of a body."""
    return {
        "hash": body.statement_fields["body"],
        "record": body.record,
        "sealed": body.sealed,
        "wrapped_key": vault.wrapped(body.key),
        "wrapped_salts": vault.wrapped(encode_cbor(dict(body.commitments.salts))),
        "made_at": at,
    }


def opened_body(record: Any) -> Body | None:
    """Open what a record says; None when it was erased, or never said anything.

    Every process of the city can: what the record's head names and commits to stands on its row.

    Raises:
        NotProven: What is kept is not what the statement commits to.
    """
    return opened_bodies([record])[record.id]


def opened_bodies(records: Sequence[Any]) -> dict[UUID, Body | None]:
    """Open what several records say, by the records' identifiers, with one question to the database.

    Raises:
        NotProven: What is kept is not what a statement commits to.
    """
    hashes = {record.id: bytes(record.body or b"") for record in records}
    rows = {bytes(row.hash): row for row in models.Body.objects.filter(hash__in=list(hashes.values()))}
    return {record.id: _opened(record, rows.get(hashes[record.id])) for record in records}


def _opened(record: Any, row: Any) -> Body | None:
    if row is None or row.wrapped_key is None or record.commitment is None:
        return None
    salts = decode_cbor(vault.unwrapped(row.wrapped_salts))
    key = vault.unwrapped(row.wrapped_key)
    return received_body(record.name, bytes(row.sealed), key, salts, bytes(record.commitment))


def _holder_values(one: HolderGiven) -> list[Any]:
    return [one.resident.hex if one.resident else None, one.key, one.seed]


def _holder(values: Sequence[Any]) -> HolderGiven:
    resident, key, seed = values
    return HolderGiven(UUID(resident) if resident else None, key, seed)
