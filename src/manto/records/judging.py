"""Judging a proposal: what the room refuses before anybody is asked to sign. Pure.

What `faults_of` looks at, by number; what the ledger refuses by itself at admission is marked (L) and looked at here too,
so that the officer hears it in words and not after four people have signed:

1. the type's life has such a step, from how the record stands (L);
2. what it says is of the type's schema, and has what the step asks for beyond it;
3. it has as many holders as the type asks for, and they are those of the record that it is attached to where it must;
4. the records of the same subject stand as they must (L);
5. the cause is one of the type's, and what ended for good does not come back;
6. it ends after it begins (L);
7. the rules that the type names.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from jsonschema import Draft202012Validator, FormatChecker

from manto.ledger.state.lifecycle import ENDED, STEPS
from manto.ledger.statements.statement import Kind, Status
from manto.records.proposal import Fault, Proposal
from manto.records.rules import RULES

SAYS_SOMETHING = ("issue", "amend", "transfer")
"""Kinds that change what a record says: the others repeat it."""


def faults_of(of: Proposal) -> list[Fault]:
    """Give everything that is wrong with a proposal; nothing when it may be signed."""
    if of.kind not in of.type.life:
        return [Fault("no_such_step", {"kind": of.kind})]
    faults = [*_step(of)]  # (1)
    if of.kind in SAYS_SOMETHING:
        wrong = [*_schema(of)]  # (2)
        if wrong:
            return faults + wrong
        faults += [*_holders(of)]  # (3)
    faults += [*_beside(of), *_cause(of)]  # (4), (5)
    if of.kind in SAYS_SOMETHING:
        faults += [*_end(of)]  # (6)
    for settings in of.type.rules:  # (7)
        if of.kind in SAYS_SOMETHING or of.kind in settings.get("kinds", ()) or (of.sources and "field" in settings):
            faults += RULES[settings["rule"]](of, settings)
    return faults


def _step(of: Proposal) -> Iterator[Fault]:
    kind = Kind[of.kind.upper()]
    if kind is Kind.ISSUE:
        ended = of.status is not None and Status[of.status.upper()] in ENDED
        if of.status is not None and not (of.type.again and ended):
            yield Fault("exists")
    elif of.status is None:
        yield Fault("no_record")
    elif Status[of.status.upper()] not in STEPS[kind][0]:
        yield Fault("wrong_status", {"kind": of.kind, "status": of.status})


def _schema(of: Proposal) -> Iterator[Fault]:
    validator = Draft202012Validator(of.type.schema, format_checker=FormatChecker())
    for error in validator.iter_errors(dict(of.fields)):
        name = str(error.absolute_path[0]) if error.absolute_path else ""
        if error.validator == "required":
            for missing in error.validator_value:
                if not error.absolute_path and missing not in of.fields:
                    yield Fault("field_missing", {}, missing)
        elif error.validator == "additionalProperties":
            yield Fault("field_unknown", {}, name)
        else:
            yield Fault("field_wrong", {}, name)
    for name in of.type.life[of.kind].requires:
        if not of.fields.get(name):
            yield Fault("field_missing", {}, name)


def _holders(of: Proposal) -> Iterator[Fault]:
    holders = of.type.holders
    if not holders.at_least <= of.holders <= holders.at_most:
        yield Fault("holders_count", {"at_least": holders.at_least, "at_most": holders.at_most})
    if holders.each_named_in and of.holders != len(of.fields.get(holders.each_named_in, ())):
        yield Fault("holders_named", {}, holders.each_named_in)
    parent_stands = of.parent.stands(of.at) if of.parent is not None else of.type.comes_first
    if of.kind == "issue" and of.type.is_attached and not parent_stands:
        yield Fault("no_parent")
    if holders.of_parent and of.holder_keys and of.holder_keys != of.parent_keys:
        yield Fault("holders_of_parent")


def _beside(of: Proposal) -> Iterator[Fault]:
    step = of.type.life[of.kind]
    for register in step.blocked_by:
        if register in of.beside and of.beside[register].stands(of.at):
            yield Fault("blocked", {"register": register})
    for register in step.needs:
        if register not in of.beside or not of.beside[register].is_in_force(of.at):
            yield Fault("needed", {"register": register})


def _cause(of: Proposal) -> Iterator[Fault]:
    if of.cause and of.cause not in of.type.causes:
        yield Fault("cause_unknown", {"cause": of.cause})
    latest = of.type.causes.get(of.latest_cause)
    if of.kind == "reinstate" and latest is not None and latest.final:
        yield Fault("final")


def _end(of: Proposal) -> Iterator[Fault]:
    if of.type.until and of.type.until in of.fields:
        end = date.fromisoformat(of.fields[of.type.until])
        if end < (of.effective_on or of.today):
            yield Fault("ends_before", {}, of.type.until)
