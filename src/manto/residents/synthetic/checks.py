"""Read the entries of a parameter file; every refusal names the key."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from manto.kernel.errors import BadInput, UnknownName

SHARES_MAY_MISS = 0.01  # shares are rounded by hand


def entry(raw: Any, key: str, where: str) -> Any:
    """Give the entry of a mapping.

    Raises:
        BadInput: There is no such key, or `raw` is not a mapping.
    """
    if not isinstance(raw, Mapping):
        raise BadInput(f"{where or 'The file'} is {_shown(raw)}, not a list of keys and values.", f"Give it a {key}.")
    if key not in raw:
        raise BadInput(f"{_path(where, key)} is missing.", "Add it; docs/ideas/population.md says what it means.")
    return raw[key]


def only(raw: Mapping[Any, Any], known: Iterable[str], where: str) -> None:
    """Refuse a key that nobody reads: it is a slip of the pen, and what it should have said would be lost.

    Raises:
        UnknownName: Naming the key and the nearest that is known.
    """
    known = list(known)
    for key in raw:
        if key not in known:
            raise UnknownName("key", _path(where, str(key)), [_path(where, name) for name in known])


def number(value: Any, where: str, low: float = 0.0, high: float = math.inf) -> float:
    """Give a number between two bounds, both included."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        bounds = f"from {low:g} up" if high == math.inf else f"between {low:g} and {high:g}"
        raise BadInput(f"{where} is {_shown(value)}.", f"Give a number {bounds}.")
    return float(value)


def whole(value: Any, where: str, low: int, high: int) -> int:
    """Give a whole number between two bounds, both included."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise BadInput(f"{where} is {_shown(value)}.", f"Give a whole number between {low} and {high}.")
    return value


def text(value: Any, where: str) -> str:
    """Give a text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        hint = " YAML reads a bare no or NO as a truth value." if isinstance(value, bool) else ""
        raise BadInput(f"{where} is {_shown(value)}, not a text.", f"Put the words in quotes.{hint}")
    return value.strip()


def texts(value: Any, where: str) -> tuple[str, ...]:
    """Give a list of texts that is not empty."""
    return tuple(text(item, f"{where}[{i}]") for i, item in enumerate(items(value, where)))


def items(value: Any, where: str) -> list[Any]:
    """Give a list that is not empty."""
    if not isinstance(value, list) or not value:
        raise BadInput(f"{where} is {_shown(value)}, not a list with entries.", f"List the {where.split('.')[-1]}.")
    return value


def shares(value: Any, where: str) -> dict[Any, float]:
    """Give a mapping from something to its share; the shares sum to 1."""
    if not isinstance(value, Mapping) or not value:
        raise BadInput(f"{where} is {_shown(value)}, not a list of shares.", "Write one `name: share` per line.")
    given = {key: number(share, f"{where}.{key}", 0.0, 1.0) for key, share in value.items()}
    whole_of(given.values(), where)
    return given


def whole_of(parts: Iterable[float], where: str) -> None:
    """Refuse shares that do not sum to 1."""
    total = math.fsum(parts)
    if abs(total - 1.0) > SHARES_MAY_MISS:
        raise BadInput(f"The shares of {where} sum to {total:.3f}, not to 1.", "Correct the one that is off.")


def _path(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def _shown(value: Any) -> str:
    shown = repr(value)
    return "empty" if value is None or value in ("", [], {}) else shown if len(shown) < 40 else shown[:37] + "..."
