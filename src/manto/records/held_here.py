"""What this room holds about residents: all of it for export, and what may go for erasure.

A record that the law keeps stays when its holder leaves: it is no longer linked to her, the key with which she agreed is
destroyed, and so are all messages and objections of hers. What a type says is erasable is destroyed with her.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from manto.records.drawing_up import opened_body
from manto.records.models import Alert, Body, DraftSignature, Holder, Issued, Objection, Record, WalletCode, WalletToken
from manto.records.reference import types
from manto.records.wording import texts
from manto.residents import personal_data, reasons


def export(resident_id: UUID) -> dict[str, Any]:
    """Give every record of a resident, what it says, its history, who looked, and what she was told."""
    held = Holder.objects.filter(resident=resident_id).select_related("record").order_by("since")
    return {
        "records": [_record(one) for one in held],
        "messages": [
            {"at": one.at.isoformat(), "what": one.what, "register": one.register, "kind": one.kind}
            for one in Alert.objects.filter(resident=resident_id).order_by("at")
        ],
        "papers": [
            {"form": one.form, "record": one.record.name, "made_at": one.made_at.isoformat()}
            for one in Issued.objects.filter(resident=resident_id).select_related("record").order_by("made_at")
        ],
        "objections": Objection.objects.filter(resident=resident_id).count(),
        "signatures": DraftSignature.objects.filter(resident=resident_id).count(),
    }


def _record(held: Any) -> dict[str, Any]:
    record = held.record
    body = opened_body(record) if held.until is None else None
    return {
        "name": record.name,
        "status": record.status,
        "since": held.since.isoformat(),
        "until": held.until.isoformat() if held.until else None,
        "says": dict(body.commitments.fields) if body else None,
        "history": [
            {"kind": line.kind, "recorded_at": line.recorded_at.isoformat(), "index": line.index}
            for line in record.lines.order_by("index")
        ],
        "looks": [{"at": one.at.isoformat(), "role": one.role, "reason": one.reason} for one in record.looks.all()],
    }


def erase(resident_id: UUID) -> int:
    """Remove what may be removed about a resident, and unlink her from what the law keeps; say how many rows."""
    rows = Alert.objects.filter(resident=resident_id).delete()[0]
    rows += Objection.objects.filter(resident=resident_id).delete()[0]
    rows += DraftSignature.objects.filter(resident=resident_id).delete()[0]
    rows += WalletCode.objects.filter(resident=resident_id).delete()[0]
    rows += WalletToken.objects.filter(resident=resident_id).delete()[0]
    rows += Issued.objects.filter(resident=resident_id).update(resident=None)
    held = Holder.objects.filter(resident=resident_id)
    erasable = [of.id for of in types() if of.retention.erasable]
    for record in Record.objects.filter(register__in=erasable, holders__resident=resident_id).distinct():
        forget_bodies(record.name, settings.CLOCK.now())
        rows += record.words.all().delete()[0]
    rows += held.update(resident=None, seed=None)
    return int(rows)


def forget_bodies(name: str, now: datetime) -> int:
    """Destroy what a record ever said: key first, then salts, then the sealed bytes; say how many bodies."""
    bodies = Body.objects.filter(record=name, erased_at=None)
    for column in ("wrapped_key", "wrapped_salts", "sealed"):
        bodies.update(**{column: None})
    return int(bodies.update(erased_at=now))


personal_data.register("records", export=export, erase=erase)
reasons.register("records", lambda reason, language: texts.say(f"reason.{reason}", language))
