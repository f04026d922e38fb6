"""What an officer sees: records found by their words, one record whole, what waits for her."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count

from manto.kernel.errors import BadInput
from manto.ledger.state.lifecycle import ENDED, STEPS
from manto.ledger.statements import Kind, Status
from manto.records import keys, wording
from manto.records.commands.drafts import UNDER_WAY, entries_of
from manto.records.commands.objections import leave_look
from manto.records.models import Draft, Record, StatementLine, Task
from manto.records.proposals import division_rule
from manto.records.queries.drafts import open_objections
from manto.records.queries.guard import looks_at
from manto.records.queries.views import fields_said, history, record_view, summary_of, the_record, title_of
from manto.records.record_type import RecordType
from manto.records.reference import agencies, types
from manto.records.signing import roles_in
from manto.records.subjects import hashed_words

FOUND_MAX = 50
QUERY_LENGTH_MIN = 3


def find_records(query: str, register: str, language: str, now: datetime) -> list[Any]:
    """Find records by whole words of what identifies them: a plate, a parcel, a name.

    Raises:
        BadInput: Too short to be a word of anything.
    """
    if len("".join(query.split())) < QUERY_LENGTH_MIN:
        raise BadInput("Give a plate, a number or a name.", f"At least {QUERY_LENGTH_MIN} letters.")
    whole = hashed_words("".join(query.split()))
    words = hashed_words(query)
    single = {word for word in words if word not in whole} or words
    found = Record.objects.filter(words__word__in=whole | single)
    if register:
        found = found.filter(register=types()[register].id)
    counted = found.annotate(hits=Count("words__word", distinct=True)).order_by("-hits", "-changed_at")
    enough = [one for one in counted[: FOUND_MAX * 2] if one.hits >= len(single) or _matches_whole(one, whole)]
    return [summary_of(one, language, now) for one in enough[:FOUND_MAX]]


def _matches_whole(record: Any, whole: set[str]) -> bool:
    return bool(record.words.filter(word__in=whole).exists())


def record_for_desk(record_id: UUID, account_id: UUID, reason: str, language: str, now: datetime) -> dict[str, Any]:
    """Show a record whole to an officer, who leaves a line that its holder reads."""
    record = the_record(record_id)
    leave_look(record_id, reason=reason, now=now, account_id=account_id)
    of = types()[record.register]
    return {
        "record": record_view(record_id, language, now),
        "history": history(record_id, language),
        "looks": looks_at(record_id, language),
        "beside": [
            summary_of(one, language, now)
            for one in Record.objects.filter(subject=record.subject).exclude(id=record.id).order_by("register")
        ],
        "under_way": [one.id for one in Draft.objects.filter(record=record, state__in=UNDER_WAY)],
        "steps": [_step_out(of, kind, language) for kind in _possible(of, record, account_id, now)],
        "attachable": [
            _step_out(one, "issue", language) | {"register": one.id}
            for one in types()
            if of.id in one.attached_to and may_draw_up(one, "issue", account_id, now)
        ],
    }


def may_draw_up(of: RecordType, kind: str, account_id: UUID, now: datetime) -> bool:
    """Say whether an officer may draw up a step of a type."""
    mine = keys.keys_of(account_id, now)
    roles = {role for row in mine for role in row.roles}
    return bool(roles & roles_in(of.life[kind].sign)) or any(row.agency == of.agency for row in mine)


def _possible(of: RecordType, record: Any, account_id: UUID, now: datetime) -> Iterable[str]:
    status = Status[record.status.upper()]
    for kind in of.life:
        possible = (of.again and status in ENDED) if kind == "issue" else status in STEPS[Kind[kind.upper()]][0]
        if possible and may_draw_up(of, kind, account_id, now):
            yield kind


def _step_out(of: RecordType, kind: str, language: str) -> dict[str, Any]:
    step = of.life[kind]
    return {
        "register": of.id,
        "type_name": wording.words_in(of.name, language),
        "kind": kind,
        "label": wording.step_text(kind, language),
        "requires": list(step.requires),
        "eyes": step.eyes,
        "changes": kind in ("issue", "amend", "transfer"),
        "new_holders": kind in ("issue", "transfer"),
        "causes": [
            {"code": code, "text": wording.words_in(cause.words, language)} for code, cause in of.causes.items()
        ],
    }


def types_for_desk(account_id: UUID, language: str, now: datetime) -> list[dict[str, Any]]:
    """List the record types, with the form of each and whether this officer may enter a new one."""
    return [
        {
            "id": of.id,
            "name": wording.words_in(of.name, language),
            "plural": wording.words_in(of.plural, language),
            "about": wording.words_in(of.about, language),
            "agency": wording.agency_text(of.agency, language),
            "attached": of.is_attached,
            "holder_label": wording.words_in(of.holders.label, language),
            "holders_at_least": of.holders.at_least,
            "may_enter": may_draw_up(of, "issue", account_id, now) and not of.is_attached,
            "issue": _step_out(of, "issue", language),
            "divides": _divides_out(of),
            "shows": list(of.face.fields),
            "fields": [_field_out(of, name, language) for name in of.fields],
        }
        for of in types()
    ]


def _divides_out(of: RecordType) -> dict[str, Any] | None:
    rule = division_rule(of)
    if rule is None:
        return None
    return {
        "field": rule["field"],
        "unit": of.fields[rule["field"]].get("unit", ""),
        "follows": [rule["shares"], rule["from"]],
    }


def _field_out(of: RecordType, name: str, language: str) -> dict[str, Any]:
    field = of.fields[name]
    values = field.get("values", {})
    parties = field.get("items", {}).get("type") == "object"
    kind = "parties" if parties else "list" if field["type"] == "array" else field.get("format") or field["type"]
    return {
        "name": name,
        "label": wording.field_label(of, name, language),
        "kind": kind,
        "unit": field.get("unit", ""),
        "required": name in of.schema.get("required", ()),
        "options": [{"value": code, "label": wording.words_in(words, language)} for code, words in values.items()],
    }


def waiting_for(account_id: UUID, language: str, now: datetime) -> list[dict[str, Any]]:
    """List what waits for an officer, the oldest first: to look over, to sign, to decide."""
    mine = keys.keys_of(account_id, now)
    offices = {row.agency for row in mine}
    listed = [_draft_line(one, language) for one in Draft.objects.filter(state__in=("review", "signing", "frozen"))
              if _waits_for(one, account_id, mine, offices)]  # fmt: skip
    listed += [_objection_line(one, language) for agency in offices for one in open_objections(agency)
               if one.draft.made_by_id != account_id]  # fmt: skip
    waiting = Task.objects.filter(state="waiting", agency__in=offices).select_related("record")
    listed += [_task_line(one, language) for one in waiting.order_by("due_at")]
    return sorted(listed, key=lambda line: line["at"])


def _waits_for(draft: Any, account_id: UUID, mine: list[Any], offices: set[str]) -> bool:
    if draft.state == "review":
        return draft.agency in offices and draft.made_by_id != account_id
    if draft.state != "signing":
        return False
    asked = {role for entry in entries_of(draft) for role in roles_in(types()[entry.register].life[entry.kind].sign)}
    signed = {bytes(key) for key in draft.signatures.values_list("key", flat=True)}
    return any(set(row.roles) & asked and bytes(row.key) not in signed for row in mine)


def _draft_line(draft: Any, language: str) -> dict[str, Any]:
    of, entry = types()[draft.register], entries_of(draft)[0]
    says = dict(entry.fields or {}) or (fields_said(draft.record) if draft.record else {})
    return {
        "kind": "record-draft",
        "subject": str(draft.id),
        "title": f"{wording.step_text(draft.kind, language)}: {wording.words_in(of.name, language).lower()}",
        "text": f"{title_of(of, says, language)}. "
        + wording.texts.say("desk.check" if draft.state == "review" else "desk.sign", language),
        "at": draft.made_at,
        "href": f"/desk/records/drafts/{draft.id}",
    }


def _objection_line(one: Any, language: str) -> dict[str, Any]:
    line = _draft_line(one.draft, language)
    return line | {"text": wording.texts.say("desk.objection", language), "at": one.at}


def _task_line(task: Any, language: str) -> dict[str, Any]:
    of = types()[task.record.register]
    return {
        "kind": "record-task",
        "subject": str(task.id),
        "title": f"{wording.step_text(task.do, language)}: {wording.words_in(of.name, language).lower()}",
        "text": wording.texts.say("desk.because", language, law=wording.words_in(task.law, language)),
        "at": task.due_at,
        "href": f"/desk/records/tasks/{task.id}",
    }


def task_for_desk(task_id: UUID, language: str, now: datetime) -> dict[str, Any] | None:
    """Show a task: whose record, what it asks, by which law, and what set it off."""
    task = Task.objects.select_related("record").filter(id=task_id).first()
    if task is None:
        return None
    of = types()[task.record.register]
    trigger = StatementLine.objects.select_related("record").filter(hash=bytes(task.evidence)).first()
    return {
        "id": task.id,
        "record": summary_of(task.record, language, now),
        "do": task.do,
        "do_text": wording.step_text(task.do, language),
        "cause": wording.cause_text(of, task.cause, language),
        "law": wording.words_in(task.law, language),
        "agency": wording.agency_text(task.agency, language),
        "state": task.state,
        "restores": task.restores is not None,
        "because": wording.words_in(types()[trigger.record.register].name, language) if trigger else "",
        "because_what": wording.texts.say(f"done.{trigger.kind}", language) if trigger else "",
        "because_text": wording.moment_day(trigger.recorded_at, language) if trigger else "",
        "due_at": task.due_at,
        "said": task.said,
    }


def offices_of(account_id: UUID, language: str, now: datetime) -> list[str]:
    """Name the agencies for which an officer signs."""
    return [
        wording.agency_text(row.agency, language) for row in keys.keys_of(account_id, now) if row.agency in agencies()
    ]
