"""What a resident is told about her records, and who looked at them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from manto.records import wording
from manto.records.commands.drafts import OPEN
from manto.records.models import Alert, Holder, Look
from manto.records.queries.views import fields_said, title_of
from manto.records.reference import types

ALERTS_MAX = 200


@dataclass(frozen=True)
class AlertView:
    """A message about a record.

    Attributes:
        what: filed, entered, stopped, restored, upheld, dismissed.
        text: The whole message in one sentence.
        draft: What was filed, while it is under way.
        can_object: Whether it can still be stopped.
        urgent: Whether something will happen unless she acts.
    """

    id: int
    what: str
    title: str
    text: str
    register: str
    record: UUID | None
    draft: UUID | None
    at: datetime
    at_text: str
    window_until: datetime | None
    window_text: str
    read: bool
    can_object: bool
    urgent: bool


@dataclass(frozen=True)
class LookView:
    """Who looked at a record, as what, and why."""

    who: str
    role: str
    reason: str
    at: datetime
    at_text: str


def alerts_of(resident_id: UUID, language: str, *, record: UUID | None = None) -> list[AlertView]:
    """List what a resident was told, of one record or of all, the newest first."""
    told = Alert.objects.filter(resident=resident_id)
    if record is not None:
        told = told.filter(record=record)
    found = list(told.select_related("record", "draft").order_by("-at", "-id")[:ALERTS_MAX])
    records = {one.record_id: one.record for one in found if one.record is not None}
    titles = {key: title_of(types()[one.register], fields_said(one), language) for key, one in records.items()}
    return [_alert(one, titles.get(one.record_id, ""), language) for one in found]


def _alert(one: Any, title: str, language: str) -> AlertView:
    of = types()[one.register]
    under_way = one.draft is not None and one.draft.state in OPEN and one.what in ("filed", "asked")
    can_object = under_way and one.what == "filed" and one.draft.state != "frozen"
    values = {
        "type": wording.words_in(of.name, language),
        "step": wording.step_text(one.kind, language).lower(),
        "done": wording.texts.say(f"done.{one.kind}", language).lower(),
        "title": title,
        "cause": wording.cause_text(of, one.cause, language),
    }
    return AlertView(
        id=one.id,
        what=one.what,
        title=title,
        text=wording.texts.say(f"alert.{one.what}", language, **values).strip(),
        register=of.id,
        record=one.record_id,
        draft=one.draft_id if under_way else None,
        at=one.at,
        at_text=wording.moment_text(one.at, language),
        window_until=one.window_until if under_way else None,
        window_text=wording.moment_text(one.window_until, language) if under_way and one.window_until else "",
        read=one.read_at is not None,
        can_object=can_object,
        urgent=can_object and one.window_until is not None,
    )


@dataclass(frozen=True)
class AlertInBrief:
    """A message as it leaves the house: of which kind of record and which step, in every language, and never what it says.

    Attributes:
        matter: What it is about: of one matter only the latest message counts.
        until: Until when it can be stopped, as the end of a sentence; empty when it cannot.
        href: The page of the app on which to go on.
    """

    resident: UUID
    matter: str
    type_name: dict[str, str]
    step: dict[str, str]
    done: dict[str, str]
    until: dict[str, str]
    href: str


def unread_alert(alert_id: int) -> AlertInBrief | None:
    """Give a message that its resident has not read; None when she has, or it is gone."""
    one = Alert.objects.filter(id=alert_id, read_at=None).first()
    if one is None:
        return None
    names, spoken = types()[one.register].name, settings.CITY.languages

    def until(language: str) -> str:
        if one.window_until is None:
            return ""
        return wording.texts.say("alert.until", language, moment=wording.moment_text(one.window_until, language))

    held = Holder.objects.filter(record=one.record_id, resident=one.resident_id, until=None)
    page = f"/records/{one.record_id}" if held.exists() else "/records"
    return AlertInBrief(
        resident=one.resident_id,
        matter=str(one.draft_id or one.record_id or one.id),
        type_name={language: wording.words_in(names, language) for language in spoken},
        step={language: wording.step_text(one.kind, language).lower() for language in spoken},
        done={language: wording.texts.say(f"done.{one.kind}", language).lower() for language in spoken},
        until={language: until(language) for language in spoken},
        href=f"/records/filed/{one.draft_id}" if one.draft_id else page,
    )


def looks_at(record_id: UUID, language: str) -> list[LookView]:
    """List who looked at a record, the latest first."""
    return [
        LookView(
            who=one.who,
            role=wording.texts.say(f"looker.{one.role}", language)
            if f"looker.{one.role}" in wording.texts
            else one.role,
            reason=one.reason,
            at=one.at,
            at_text=wording.moment_text(one.at, language),
        )
        for one in Look.objects.filter(record=record_id).order_by("-at", "-id")
    ]


def residents_holding(record_id: UUID) -> list[UUID]:
    """Name the residents who hold a record at present."""
    held = Holder.objects.filter(record=record_id, until=None, resident__isnull=False)
    return list(held.values_list("resident", flat=True))
