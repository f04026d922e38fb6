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
        _check_keys(list(value))  # type: ignore[call-overload]
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


def _check_keys(keys: list[Any]) -> None:
    """Check that keys are numbers or text, in the order of their encoded bytes.

    Of numbers from 0 on that is their own order; of texts, the shorter in bytes first.
    """
    kinds = set(map(type, keys))
    if not kinds <= {int, str}:
        raise MalformedStatement("A map has a key that is neither a whole number nor text.", _ONCE)
    if kinds == {int} and min(keys) >= 0:
        in_order = keys == sorted(keys) and keys[-1] <= NUMBER_MAX
    else:
        for key in keys:
            check_form(key)
        encoded = [cbor2.dumps(key) for key in keys]
        in_order = all(one < two for one, two in pairwise(encoded))
    if not in_order:
        raise MalformedStatement("The keys of a map are not in order, each once.", _ONCE)


def _ordered(value: Any, level: int) -> Any:
    if level >= LEVELS_MAX:
        raise MalformedStatement("The value is nested too deeply.", "Keep what is stated flat.")
    if isinstance(value, dict):
        plain = all(type(key) is int and key >= 0 for key in value)
        keys = sorted(value) if plain else sorted(value, key=cbor2.dumps)
        return {key: _ordered(value[key], level + 1) for key in keys}
    if isinstance(value, list | tuple):
        return [_ordered(item, level + 1) for item in value]
    return int(value) if isinstance(value, IntEnum) else value


_ONCE = "Encode the statement once, as RFC 8949 section 4.2.1 says, and send those bytes."
