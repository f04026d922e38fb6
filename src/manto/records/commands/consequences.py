"""What follows from a statement: tasks, some timed and some for an officer, and their exact taking back.

1. A statement sets off the rules of other types; each becomes a task with the statement as its evidence.
2. A task that the law lets happen by itself is done when its hour has come, if what set it off is still so.
3. Another waits on the desk of the agency whose record it is: nobody writes into another's register.
4. Annulling a record takes back what followed from it: what has not happened is dropped, what has is restored, each
   record exactly as it was, with the annulment as evidence. Where something else happened to it since, an officer decides.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from manto.kernel.errors import NotFound
from manto.ledger.statements import parse_statement
from manto.records import node
from manto.records.derivations import UNDOING, Consequence, due_at, set_off_by
from manto.records.models import Holder, Record, StatementLine, Task
from manto.records.reference import content_of_city, types

STANDING = ("active", "suspended", "disputed")
SPREAD_HOURS_MAX = 72


def draw_consequences(record: Any, line: Any, now: datetime) -> None:
    """Write down what a statement asks of other records (1), or takes back (4). Runs inside the settling command."""
    if line.kind in UNDOING:
        _take_back(record, line, now)
    if line.restores:
        return  # what a restored state asks for was asked when it first came
    _ask(record, line.kind, bytes(line.hash), line.effective_at, now)


def ask_because_it_ran_out(record: Any, now: datetime) -> None:
    """Write down what the end of a record asks of others, once its day has come."""
    _ask(record, "run_out", bytes(record.head), record.until, now)


def _ask(record: Any, kind: str, evidence: bytes, since: datetime, now: datetime) -> None:
    spread = int((content_of_city().get("delays") or {}).get("spread_hours_max", SPREAD_HOURS_MAX))
    for consequence in set_off_by(record.register, kind, types()):
        for target in _targets(consequence, record):
            rule = consequence.rule
            at = due_at(
                rule, max(since, now) if rule.by == "person" else since, spread, secrets.randbelow(10**6) / 10**6
            )
            open_task(target, consequence, evidence, at, now)


def _targets(consequence: Consequence, record: Any) -> Iterable[Any]:
    rule, found = consequence.rule, Record.objects.filter(register=consequence.type.id)
    if rule.by == "person":
        people = record.holders.filter(until=None, resident__isnull=False).values_list("resident", flat=True)
        held = Holder.objects.filter(resident__in=list(people), until=None).values_list("record", flat=True)
        found = found.filter(id__in=list(held))
    else:
        found = found.filter(subject=record.subject)
    if rule.ends_cause:
        return list(found.filter(status="suspended", cause=rule.ends_cause))
    return list(found.filter(status__in=STANDING))


def open_task(target: Any, consequence: Consequence, evidence: bytes, at: datetime, now: datetime) -> None:
    """Write one task down; the same evidence asks once."""
    rule = consequence.rule
    Task.objects.get_or_create(
        record=target,
        evidence=evidence,
        do=rule.do,
        cause=rule.cause,
        defaults={
            "agency": consequence.type.agency,
            "ends_cause": rule.ends_cause,
            "law": dict(rule.law),
            "automatic": rule.automatic,
            "state": "timed",
            "due_at": at,
            "made_at": now,
        },
    )


def _take_back(record: Any, line: Any, now: datetime) -> None:
    earlier = StatementLine.objects.filter(record=record).exclude(id=line.id).values_list("hash", flat=True)
    for task in Task.objects.filter(evidence__in=[bytes(one) for one in earlier]).select_related("record"):
        if task.state in ("timed", "waiting"):
            task.state, task.done_at, task.said = "dropped", now, "annulled"
            task.save(update_fields=["state", "done_at", "said"])
        elif task.state == "done" and task.result is not None:
            _restore_later(task, bytes(line.hash), now)


def _restore_later(task: Any, annulment: bytes, now: datetime) -> None:
    result = bytes(task.result)
    untouched = bytes(task.record.head) == result
    Task.objects.get_or_create(
        record=task.record,
        evidence=annulment,
        do="reinstate",
        cause="",
        defaults={
            "agency": task.agency,
            "law": task.law,
            "restores": _before(result),
            "automatic": untouched,
            "state": "timed" if untouched else "waiting",
            "due_at": now,
            "made_at": now,
        },
    )


def _before(statement_hash: bytes) -> bytes:
    """Give the statement whose state a derived one ended."""
    of = node.ledger().statement(statement_hash)
    before = None if of is None else parse_statement(of.payload).prev
    if before is None:
        raise NotFound("The statement to restore is not kept here.", "Fetch it from another node of the ledger.")
    return before


def note_done(follows: Mapping[str, str], result: bytes, now: datetime) -> None:
    """Note that a task was done by a statement."""
    if "task" in follows:
        Task.objects.filter(id=follows["task"]).update(state="done", result=result, done_at=now)
