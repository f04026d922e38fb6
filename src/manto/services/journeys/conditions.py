"""When a step or a field is shown. The phone has the same in conditions.ts, on shared test vectors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def holds(condition: Mapping[str, Any] | None, answers: Mapping[str, Any]) -> bool:
    """Say whether a condition holds of the answers; none always does, and of what is not answered nothing holds.

    >>> holds({"field": "car", "is": True}, {"car": True}), holds({"field": "car", "is": False}, {})
    (True, False)
    """
    if condition is None:
        return True
    if "all" in condition:
        return all(holds(part, answers) for part in condition["all"])
    if "any" in condition:
        return any(holds(part, answers) for part in condition["any"])
    if "not" in condition:
        return not holds(condition["not"], answers)
    value = answers.get(condition["field"])
    if value is None:
        return False
    if "is" in condition:
        return _same(value, condition["is"])
    if "in" in condition:
        return any(_same(value, one) for one in condition["in"])
    least = condition["at_least"]
    return type(value) is type(least) and bool(value >= least)


def _same(value: Any, other: Any) -> bool:
    """Compare without taking 1 for true."""
    return type(value) is type(other) and bool(value == other)
