"""Open data: the registers that are public by law, whole; and one entry of those that anybody may ask about by its name.

Each row says where its proof is. A register whose index is open is never given as a list: who asks names the thing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from manto.kernel.errors import NotFound
from manto.records import wording
from manto.records.models import Record
from manto.records.proposal import Standing
from manto.records.queries.proofs import proof_bundle
from manto.records.queries.views import fields_said, the_record
from manto.records.record_type import RecordType
from manto.records.reference import types
from manto.records.subjects import record_name

ROWS_MAX = 100_000


def open_rows(register: str, now: datetime) -> Iterator[dict[str, Any]]:
    """Give every record of a public register with its open fields, its status, and the address of its proof.

    Raises:
        NotFound: The register is not public by law.
    """
    of = public_type(register)
    for record in Record.objects.filter(register=of.id).order_by("first_at", "name")[:ROWS_MAX].iterator():
        yield _row(of, record, now)


def open_entry(register: str, thing: str, now: datetime) -> dict[str, Any] | None:
    """Give the open fields of the entry about one thing, such as a parcel, with its status and proof; None when there is none.

    Args:
        register: A type whose register is public by law, or whose index is.
        thing: What the type names its records after, as it is written there.

    Raises:
        NotFound: Nobody may ask this register by a name.
    """
    of = _asked_by_name(register)
    name = record_name(of, {of.subject[0]: thing}, None, None)
    record = Record.objects.filter(name=name).first()
    return None if record is None else _row(of, record, now)


def _asked_by_name(register: str) -> RecordType:
    if register in types():
        of = types()[register]
        if of.publicity.level in ("public", "index") and len(of.subject) == 1:
            return of
    raise NotFound(f"The register '{register[:60]}' cannot be asked by everybody.", "Ask its holder to show it.")


def _row(of: RecordType, record: Any, now: datetime) -> dict[str, Any]:
    says = fields_said(record)
    return {
        **{name: says.get(name) for name in of.publicity.open_fields},
        "status": "expired" if _ran_out(record, now) else record.status,
        "since": record.since.date().isoformat(),
        "grade": record.grade,
        "record": record.name,
        "statement": bytes(record.head).hex(),
        "proof": f"{settings.PUBLIC_URL}/api/v1/registers/{of.id}/{record.id}/proof",
    }


def _ran_out(record: Any, now: datetime) -> bool:
    return record.status == "active" and not Standing(record.status, record.until).is_in_force(now)


def open_csv(register: str, now: datetime) -> str:
    """Write a public register as CSV (RFC 4180), with a header line."""
    of = public_type(register)
    names = [*of.publicity.open_fields, "status", "since", "grade", "record", "statement", "proof"]
    written = io.StringIO()
    rows = csv.DictWriter(written, names, lineterminator="\r\n")
    rows.writeheader()
    rows.writerows(open_rows(register, now))
    return written.getvalue()


def open_proof(register: str, record_id: UUID) -> bytes:
    """Prove a row of a public register or an entry of an open index, with its open fields.

    Raises:
        NotFound: Neither register nor index is public by law, or there is no such record.
    """
    record = the_record(record_id)
    is_index = register in types() and types()[register].publicity.level == "index"
    of = types()[register] if is_index else public_type(register)
    if record.register != of.id:
        raise NotFound("There is no such record in this register.", "Take the address from the list.")
    says = fields_said(record)
    return proof_bundle(record_id, [name for name in of.publicity.open_fields if name in says])


def public_type(register: str) -> RecordType:
    """Give a type whose register is public by law.

    Raises:
        NotFound: It is not.
    """
    if register not in types() or types()[register].publicity.level != "public":
        public = ", ".join(one.id for one in types() if one.publicity.level == "public")
        raise NotFound(f"The register '{register}' is not open to everybody.", f"Open are: {public}.")
    return types()[register]


def describe_register(register: str, language: str) -> dict[str, Any]:
    """Say what a public register is, by which law it is open, and what its columns mean."""
    of = public_type(register)
    return {
        "name": wording.words_in(of.plural, language),
        "law": wording.words_in(of.publicity.law, language),
        "licence": "CC0-1.0",
        "columns": {name: wording.field_label(of, name, language) for name in of.publicity.open_fields},
    }
