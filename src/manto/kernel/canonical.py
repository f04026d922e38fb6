"""One byte form per value, so that what is signed today is checked the same in twenty years."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from manto.kernel.errors import BadInput

Json = dict[str, Any] | list[Any] | str | int | bool | None


def canonical_json(value: Json) -> bytes:
    """Write a value as JSON in the one form that is signed and hashed.

    Args:
        value: Objects with text keys, lists, text, whole numbers within ±(2^53 - 1), booleans, null. No fractions:
            their shortest form differs between languages; give cents, millimetres or text.

    Returns:
        UTF-8 with sorted keys and no white space; for such values the same bytes as RFC 8785.

    Raises:
        BadInput: A value that has no such form.

    >>> canonical_json({"b": [True, None], "a": "Città"}).decode()
    '{"a":"Città","b":[true,null]}'
    """
    _refuse_what_has_no_one_form(value)
    text = json.dumps(_sorted(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode()


def digest(value: Json) -> str:
    """Name a value by the SHA-256 of its canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        # RFC 8785 sorts by UTF-16 code units, which differs from Python's order beyond the basic plane.
        return {key: _sorted(value[key]) for key in sorted(value, key=lambda key: key.encode("utf-16-be"))}
    return [_sorted(item) for item in value] if isinstance(value, list) else value


def _refuse_what_has_no_one_form(value: Any) -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise BadInput(f"The key {key!r} is not text.", "Use text keys in what is to be signed.")
            _refuse_what_has_no_one_form(item)
    elif isinstance(value, list):
        for item in value:
            _refuse_what_has_no_one_form(item)
    elif isinstance(value, int) and not isinstance(value, bool):
        if abs(value) > 2**53 - 1:
            raise BadInput(f"The number {value} is too large to be exact in every language.", "Give it as text.")
    elif value is not None and not isinstance(value, str | bool):
        raise BadInput(f"A {type(value).__name__} has no single written form.", "Give it as text or as a whole number.")
