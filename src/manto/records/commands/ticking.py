"""What happens by itself when its hour has come; called every second by the process that has the ledger."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from manto.kernel.errors import MantoError, Unavailable
from manto.ledger.state.lifecycle import STEPS
from manto.ledger.statements import Kind, Status, parse_statement
from manto.records import node
from manto.records.commands.consequences import ask_because_it_ran_out
from manto.records.commands.drafts import go_on_with_what_waited
from manto.records.commands.erasing import record_receipts
from manto.records.commands.facts_told import tell_facts
from manto.records.commands.filings import SignedEntry, carry_all, enter
from manto.records.commands.status_lists import ask_witnesses_again
from manto.records.derivations import still_holds
from manto.records.drawing_up import Entry, draw_up
from manto.records.events import TaskOpened
from manto.records.keys import automatic_key
from manto.records.models import Record, StatementLine, Task
from manto.records.proposal import Standing
from manto.records.reference import types
from manto.records.signing import sealed, signatures_by
from manto.records.wording import words_in
from manto.store.command import command
from manto.store.outbox import publish

AT_ONCE_MAX = 200


def tick(now: datetime) -> int:
    """Do everything whose hour has come; say how much there was to do."""
    done = carry_all()
    done += _notice_what_ran_out(now)
    done += go_on_with_what_waited(now)
    done += record_receipts(now)
    due = Task.objects.filter(state="timed", due_at__lte=now).order_by("due_at")
    for task_id in list(due.values_list("id", flat=True)[:AT_ONCE_MAX]):
        do_task(task_id, now)
        done += 1
    ask_witnesses_again(now)
    return done


@command
def _notice_what_ran_out(now: datetime) -> int:
    """Tell others that a record's own end has come."""
    ended = list(Record.objects.filter(until__lte=now, ran_out=False, status="active")[:AT_ONCE_MAX])
    for record in ended:
        ask_because_it_ran_out(record, now)
        tell_facts(record, record.until, now)
        record.ran_out = True
        record.save(update_fields=["ran_out"])
    return len(ended)


def do_task(task_id: UUID, now: datetime) -> None:
    """Do what a task asks, when the law lets it happen by itself and it is still so; else leave it to an officer."""
    task = Task.objects.select_related("record").get(id=task_id)
    if not _is_still_so(task, now):
        return _close(task_id, "dropped", "no_longer_so", now)
    if not task.automatic or not _is_possible(task):
        return _to_the_desk(task_id, now)
    try:
        enter([derived_entry(task, now)], now)
    except Unavailable:
        return None
    except MantoError:
        return _to_the_desk(task_id, now)
    return None


def derived_entry(task: Any, now: datetime) -> SignedEntry:
    """Draw up and sign, with the agency's automatic key, what a task asks."""
    law = words_in(task.law, settings.CITY.default_language)
    restores = bytes(task.restores) if task.restores is not None else None
    entry = Entry(
        task.record.name,
        task.do,
        cause=task.cause,
        law=law,
        evidence=(bytes(task.evidence),),
        restores=restores,
        derived=True,
    )
    [drawn] = draw_up([entry], now)
    pair = automatic_key(task.agency, now)
    [signature] = signatures_by(pair, [drawn.payload])
    return SignedEntry(entry, sealed(drawn.payload, {pair.public_key: signature}), {"task": str(task.id)})


def _is_still_so(task: Any, now: datetime) -> bool:
    if task.restores is not None:
        return True
    line = StatementLine.objects.select_related("record").filter(hash=bytes(task.evidence)).first()
    if line is None:
        return False
    trigger = line.record
    in_force = Standing(trigger.status, trigger.until).is_in_force(now)
    kinds = next(
        (
            rule.kinds
            for rule in types()[task.record.register].derived
            if (rule.register, rule.do, rule.cause, rule.ends_cause)
            == (trigger.register, task.do, task.cause, task.ends_cause)
        ),
        frozenset({line.kind}),
    )
    if task.ends_cause and (task.record.status, task.record.cause) != ("suspended", task.ends_cause):
        return False
    return still_holds(kinds, in_force)


def _is_possible(task: Any) -> bool:
    """Say whether the record's life has such a step from where it stands."""
    if task.do == "review":
        return False
    status = Status[task.record.status.upper()]
    if task.restores is None:
        return status in STEPS[Kind[task.do.upper()]][0]
    of = node.ledger().statement(bytes(task.record.head))
    return of is not None and parse_statement(of.payload).status is not Status.ACTIVE


@command
def _close(task_id: UUID, state: str, said: str, now: datetime) -> None:
    Task.objects.filter(id=task_id).update(state=state, said=said, done_at=now)


@command
def _to_the_desk(task_id: UUID, now: datetime) -> None:
    task = Task.objects.select_related("record").get(id=task_id)
    task.state = "waiting"
    task.save(update_fields=["state"])
    publish(TaskOpened(str(task.id), task.agency, task.record.register), at=now)
