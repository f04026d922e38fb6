"""CBOR in its one deterministic form, and nothing else.

What `decode_cbor` promises, by number; `web/verify/src/cbor.ts` carries the same numbers:

1. One value, no byte before or after it, at most sixteen levels deep.
2. Only whole numbers within ±(2^53 - 1), byte strings, text, arrays, maps, true, false and null.
3. Every number and length in its shortest form, every length known in advance.
4. Map keys are whole numbers or text, each once, in the order of their encoded bytes.

The library writes and reads; it knows the older order of keys only (RFC 7049: shorter first), and reads every form, so
the order is made and all four are checked here.

Source: RFC 8949, section 4.2.1.
"""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache
from itertools import pairwise
from typing import Any

import cbor2

from manto.ledger.statements.errors import MalformedStatement

NUMBER_MAX = 2**53 - 1
LEVELS_MAX = 16

Cbor = dict[Any, Any] | list[Any] | bytes | str | int | bool | None


def encode_cbor(value: Cbor) -> bytes:
    """Write a value in its deterministic form.

    Raises:
        MalformedStatement: The value has no such form.

    >>> encode_cbor({100: None, -1: [b"a"], "a": True}).hex()
    'a31864f6208141616161f5'
    """
    ordered = _ordered(value, 0)
    check_form(ordered)
    return cbor2.dumps(ordered)


def decode_cbor(raw: bytes) -> Any:
    """Read a value that is in its deterministic form.

    Raises:
        MalformedStatement: It is not; says what is wrong.
    """
    try:
        value = cbor2.loads(raw, max_depth=LEVELS_MAX, allow_indefinite=False, allow_duplicate_keys=False)
        check_form(value)
        if cbor2.dumps(value) != raw:  # (1), (3): written again in the order read, only the shortest form is the same
            raise MalformedStatement("A number or a length is not in its shortest form, or bytes are left over.", _ONCE)
    except MalformedStatement:
        raise
    except Exception as malformed:  # the reader's own errors are many: tags that are no date, keys that have no hash
        raise MalformedStatement("These bytes are not deterministic CBOR.", _ONCE) from malformed
    return value


def check_form(value: object) -> None:
    """Check that a value read is made of what is allowed, with its keys in order (2, 4).

    Raises:
        MalformedStatement: It is not.
    """
    kind = type(value)
    if kind is list:
        items = value
    elif kind is dict:
        if not _are_keys(tuple(value), tuple(type(key) for key in value)):  # type: ignore[arg-type, attr-defined]
            raise MalformedStatement("The keys of a map are not numbers or text in order, each once.", _ONCE)
        items = value.values()  # type: ignore[attr-defined]
    else:
        items = (value,)
    for item in items:  # type: ignore[attr-defined]
        kind = type(item)
        if kind in _PLAIN:
            continue
        if kind is int:
            if not -NUMBER_MAX <= item <= NUMBER_MAX:
                raise MalformedStatement("A number is too large to be exact in every language.", _ONCE)
        elif kind in (list, dict):
            check_form(item)
        else:
            raise MalformedStatement(f"A {kind.__name__} has no place in a statement.", _ONCE)


_PLAIN = frozenset({bytes, str, bool, type(None)})


@lru_cache(maxsize=256)
def _are_keys(keys: tuple[Any, ...], kinds: tuple[type, ...]) -> bool:
    """Say whether keys are numbers or text, in the order of their encoded bytes.

    Statements have the same few maps over and over, so the answer is remembered; the kinds are asked for apart because
    1 and True are equal, and only one of them is a key.
    """
    if not {int, str}.issuperset(kinds):
        return False
    if any(type(key) is int and not -NUMBER_MAX <= key <= NUMBER_MAX for key in keys):
        return False
    encoded = [cbor2.dumps(key) for key in keys]
    return all(one < two for one, two in pairwise(encoded))


@lru_cache(maxsize=256)
def _order_of(keys: tuple[Any, ...], kinds: tuple[type, ...]) -> tuple[Any, ...]:
    """Put keys into the order of their encoded bytes; the kinds are asked for apart as above."""
    return tuple(sorted(keys, key=cbor2.dumps))


def _ordered(value: Any, level: int) -> Any:
    kind = type(value)
    if kind in _SIMPLE:
        return value
    if isinstance(value, dict):
        _check_depth(value, level)
        keys = _order_of(tuple(value), tuple(type(key) for key in value))
        return {key: _ordered(value[key], level + 1) for key in keys}
    if isinstance(value, list | tuple):
        _check_depth(value, level)
        return [item if type(item) in _SIMPLE else _ordered(item, level + 1) for item in value]
    return int(value) if isinstance(value, IntEnum) else value


def _check_depth(value: Any, level: int) -> None:
    """Refuse a list or map that is below sixteen others, or that would hold something there."""
    if level >= LEVELS_MAX or (value and level == LEVELS_MAX - 1):
        raise MalformedStatement("The value is nested too deeply.", "Keep what is stated flat.")


_SIMPLE = _PLAIN | {int}

_ONCE = "Encode the statement once, as RFC 8949 section 4.2.1 says, and send those bytes."
