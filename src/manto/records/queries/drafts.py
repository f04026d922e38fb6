"""Drafts as their readers see them: what is to be entered, what changes, who has signed and who must still."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from manto.kernel.errors import NotFound
from manto.ledger.statements import decode_cbor, parse_statement
from manto.ledger.statements.cose import signature_structure, signer_header
from manto.records import keys, vault, wording
from manto.records.approving import way_to_sign
from manto.records.commands.drafts import OPEN, entries_of
from manto.records.drawing_up import Entry
from manto.records.models import Draft, Holder, Objection, OfficerKey
from manto.records.proposals import fields_of
from manto.records.queries.views import FieldView, title_of
from manto.records.reference import types
from manto.records.signing import asks_holders, before_of, endorsers, needs, roles_in


@dataclass(frozen=True)
class NeedView:
    """One signature that is asked for: whose, how many, how many are there."""

    who: str
    label: str
    count: int
    have: int


@dataclass(frozen=True)
class EntryView:
    """What is to be entered about one record: what it says afterwards, and what it says now where that differs."""

    record: str
    register: str
    type_name: str
    what: str
    title: str
    fields: list[FieldView]
    was: list[FieldView]


@dataclass(frozen=True)
class ObjectionView:
    """An objection, with the officer's answer when there is one."""

    id: int
    reason: str
    at: datetime
    outcome: str
    answer: str


@dataclass(frozen=True)
class DraftView:
    """A draft whole.

    Attributes:
        you: What the reader can do about it: `check`, `sign`, `object`, `withdraw`.
        sign_with: How an officer confirms her signature: `passkey`, `demo`, `none`; empty for holders.
    """

    id: UUID
    register: str
    type_name: str
    kind: str
    what: str
    title: str
    state: str
    state_text: str
    agency: str
    made_by: str
    made_at: datetime
    checked_by: str
    record: UUID | None
    cause: str
    reason: str
    law: str
    entries: list[EntryView]
    needs: list[NeedView]
    objections: list[ObjectionView]
    window_until: datetime | None
    not_before: datetime | None
    waits_until_text: str
    said: str
    you: list[str]
    sign_with: str = ""


def draft_for_officer(draft_id: UUID, account_id: UUID, language: str, now: datetime) -> DraftView:
    """Show a draft to an officer.

    Raises:
        NotFound: There is none.
    """
    draft = _draft(draft_id)
    mine = keys.keys_of(account_id, now)
    can = list[str]()
    of_agency = any(row.agency == draft.agency for row in mine)
    if draft.state == "review" and of_agency and draft.made_by_id != account_id:
        can.append("check")
    asked = {role for entry in entries_of(draft) for role in roles_in(types()[entry.register].life[entry.kind].sign)}
    signed = {bytes(one.key) for one in draft.signatures.all()}
    if draft.state == "signing" and any(set(row.roles) & asked and bytes(row.key) not in signed for row in mine):
        can.append("sign")
    if draft.state == "frozen" and of_agency and draft.made_by_id != account_id:
        can.append("decide")
    if draft.state in OPEN and (of_agency or draft.made_by_id == account_id):
        can.append("withdraw")
    return replace(_view(draft, can, language), sign_with=way_to_sign(account_id))


def draft_for_holder(draft_id: UUID, resident_id: UUID, language: str, *, closed: bool = False) -> DraftView:
    """Show a draft to somebody who holds what it is about, or is to hold it.

    Raises:
        NotFound: There is none, or it is not hers to see.
    """
    draft = _draft(draft_id)
    entries = entries_of(draft)
    holds = Holder.objects.filter(
        record__name__in=[one.record for one in entries], resident=resident_id, until=None
    ).exists()
    to_hold = any(one.resident == resident_id for entry in entries for one in entry.holders or ())
    to_hold = to_hold or (closed and draft.signatures.filter(resident=resident_id).exists())
    if not holds and not to_hold:
        raise NotFound("There is no such draft.", "Look at your messages again.")
    can = list[str]()
    signed = draft.signatures.filter(resident=resident_id).exists()
    if (
        draft.state == "signing"
        and not signed
        and any(asks_holders(types()[entry.register].life[entry.kind].sign) for entry in entries)
    ):
        can.append("sign")
    if holds and draft.state in OPEN and draft.state != "frozen":
        can.append("object")
    return replace(_view(draft, can, language), made_by=_office_that_filed(draft, entries, language), checked_by="")


def _office_that_filed(draft: Any, entries: list[Entry], language: str) -> str:
    """Name the office for which a draft was drawn up; a holder is told of offices, and officers are told of each other."""
    asked = {role for entry in entries for role in roles_in(types()[entry.register].life[entry.kind].sign)}
    held = OfficerKey.objects.filter(account=draft.made_by_id).order_by("agency") if draft.made_by_id else ()
    offices = [row.agency for row in held if set(row.roles) & asked or row.agency == draft.agency]
    return ", ".join(wording.agency_text(one, language) for one in dict.fromkeys(offices or [draft.agency]))


def drafts_for_holder(resident_id: UUID, language: str) -> list[DraftView]:
    """List the drafts that are under way and that a resident may sign or object to, the newest first."""
    told = Draft.objects.filter(state__in=OPEN, alerts__resident=resident_id).distinct().order_by("-made_at")
    return [draft_for_holder(draft.id, resident_id, language) for draft in told]


def _draft(draft_id: UUID) -> Any:
    draft = Draft.objects.select_related("made_by", "checked_by").filter(id=draft_id).first()
    if draft is None:
        raise NotFound("There is no such draft.", "Look at the queue again.")
    return draft


def _view(draft: Any, can: list[str], language: str) -> DraftView:
    entries = entries_of(draft)
    of, first = types()[draft.register], entries[0]
    shown = [_entry(entry, language) for entry in entries]
    waits = draft.not_before if draft.state == "queued" else draft.window_until
    return DraftView(
        id=draft.id,
        register=of.id,
        type_name=wording.words_in(of.name, language),
        kind=draft.kind,
        what=wording.step_text(draft.kind, language),
        title=shown[0].title,
        state=draft.state,
        state_text=wording.texts.say(f"state.{draft.state}", language),
        agency=wording.agency_text(draft.agency, language),
        made_by=str(draft.made_by) if draft.made_by else "",
        made_at=draft.made_at,
        checked_by=str(draft.checked_by) if draft.checked_by else "",
        record=draft.record_id,
        cause=wording.cause_text(of, first.cause, language),
        reason=first.reason,
        law=first.law,
        entries=shown,
        needs=_needs(draft, entries, language),
        objections=[_objection(one) for one in draft.objections.order_by("at")],
        window_until=draft.window_until,
        not_before=draft.not_before,
        waits_until_text=wording.moment_text(waits, language) if waits else "",
        said=draft.said,
        you=can,
    )


def _entry(entry: Entry, language: str) -> EntryView:
    of = types()[entry.register]
    was = dict(fields_of(entry.record)) if entry.kind != "issue" else {}
    says = dict(entry.fields) if entry.fields is not None else was
    changed = [name for name in was if entry.fields is not None and says.get(name) != was[name]]
    return EntryView(
        record=entry.record,
        register=of.id,
        type_name=wording.words_in(of.name, language),
        what=wording.step_text(entry.kind, language),
        title=title_of(of, was or says, language),
        fields=[_field(of, name, says[name], language) for name in of.fields if name in says],
        was=[_field(of, name, was[name], language) for name in of.fields if name in changed],
    )


def _field(of: Any, name: str, value: Any, language: str) -> FieldView:
    text = wording.value_text(of.fields[name], value, language)
    return FieldView(name, wording.field_label(of, name, language), value, text)


def _needs(draft: Any, entries: list[Entry], language: str) -> list[NeedView]:
    if draft.payloads is None:
        asked = [roles_in(types()[entry.register].life[entry.kind].sign) for entry in entries]
        roles = sorted(set[str]().union(*asked))
        return [NeedView(role, wording.role_text(role, language), 1, 0) for role in roles]
    signed = frozenset(bytes(one.key) for one in draft.signatures.all())
    found: dict[str, NeedView] = {}
    for entry, payload in zip(entries, decode_cbor(bytes(draft.payloads)), strict=True):
        statement = parse_statement(payload)
        who = endorsers(statement, before_of(statement), signed)
        for need in needs(types()[entry.register].life[entry.kind].sign, who):
            shown = NeedView(need.who, wording.role_text(need.who, language), need.count, min(need.have, need.count))
            other = found.get(need.who)
            if need.count and (other is None or shown.count - shown.have > other.count - other.have):
                found[need.who] = shown  # the record that lacks most says how many are missing
    return list(found.values())


def _objection(one: Any) -> ObjectionView:
    return ObjectionView(one.id, vault.unwrapped(one.reason).decode(), one.at, one.outcome, one.answer)


def open_objections(agency: str) -> list[Any]:
    """List the objections that an agency must decide, the oldest first."""
    return list(Objection.objects.filter(outcome="", draft__agency=agency).order_by("at"))


def payloads_of(draft_id: UUID) -> list[bytes]:
    """Give the statements of a draft as they are to be signed; none before it was looked over."""
    draft = _draft(draft_id)
    payloads: list[bytes] = decode_cbor(bytes(draft.payloads)) if draft.payloads is not None else []
    return payloads


def structures_to_sign(draft_id: UUID, account_id: UUID, now: datetime) -> list[dict[str, Any]]:
    """Give, for each key of an officer that is kept elsewhere, the bytes that it is to sign, in hexadecimal."""
    payloads = payloads_of(draft_id)
    return [
        {
            "key": bytes(row.key).hex(),
            "structures": [signature_structure(signer_header(bytes(row.key)), one).hex() for one in payloads],
        }
        for row in keys.keys_of(account_id, now)
        if row.where == "elsewhere"
    ]
