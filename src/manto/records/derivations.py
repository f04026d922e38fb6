"""What one statement asks of other records: the rules of all types, seen from what sets them off. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from manto.records.record_type import DerivedRule, RecordType

UNDOING = frozenset({"annul"})
"""Kinds that say that the record never held: what followed from it is taken back."""

AN_END = frozenset({"revoke", "annul", "suspend", "expire", "run_out"})
"""Kinds after which a record no longer does what others need of it."""


@dataclass(frozen=True)
class Consequence:
    """One rule of one type that a statement sets off."""

    type: RecordType
    rule: DerivedRule


def set_off_by(register: str, kind: str, types: Iterable[RecordType]) -> Iterator[Consequence]:
    """Give the rules that a statement of a kind in a register sets off."""
    for of in types:
        for rule in of.derived:
            if rule.register == register and kind in rule.kinds:
                yield Consequence(of, rule)


def due_at(rule: DerivedRule, at: datetime, spread_hours_max: int, draw: float) -> datetime:
    """Say when what a rule asks happens: after its grace, at an hour that tells nothing.

    Args:
        at: When the statement that set it off became true.
        spread_hours_max: What this city allows at most; the demo waits for nothing.
        draw: A random number from 0 up to 1.

    >>> from datetime import UTC
    >>> rule = DerivedRule("death-certificate", frozenset({"issue"}), "person", "revoke", {}, True, delay_hours_max=72)
    >>> due_at(rule, datetime(2026, 6, 9, tzinfo=UTC), 24, 0.5).isoformat()
    '2026-06-09T12:00:00+00:00'
    """
    spread = min(rule.delay_hours_max, spread_hours_max) * 3600
    return at + timedelta(days=rule.after_days, seconds=int(spread * draw))


def still_holds(kinds: Iterable[str], trigger_in_force: bool) -> bool:
    """Say whether what set a rule off is still so: an end while its record is not in force, a beginning while it is."""
    return (not trigger_in_force) if set(kinds) & AN_END else trigger_in_force
