"""Open data: the registers that are public by law, whole, each row with where its proof is."""

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

ROWS_MAX = 100_000


def open_rows(register: str, now: datetime) -> Iterator[dict[str, Any]]:
    """Give every record of a public register with its open fields, its status, and the address of its proof.

    Raises:
        NotFound: The register is not public by law.
    """
    of = public_type(register)
    for record in Record.objects.filter(register=of.id).order_by("first_at", "name")[:ROWS_MAX].iterator():
        says = fields_said(record)
        status = "expired" if _ran_out(record, now) else record.status
        yield {
            **{name: says.get(name) for name in of.publicity.open_fields},
            "status": status,
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
    """Prove a row of a public register, with its open fields.

    Raises:
        NotFound: The register is not public by law, or has no such record.
    """
    of, record = public_type(register), the_record(record_id)
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
