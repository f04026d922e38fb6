"""The small rules of writing that all C2SP texts share: numbers, base64, names."""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error

MAX_NUMBER = 2**63 - 1


def strict_base64(text: str) -> bytes | None:
    """Decode base64 in its one canonical form; anything else is None.

    >>> strict_base64("AA=="), strict_base64("AB=="), strict_base64("A A=")
    (b'\\x00', None, None)
    """
    try:
        decoded = b64decode(text, validate=True)
    except (Error, ValueError):
        return None
    return decoded if b64encode(decoded).decode() == text else None


def strict_number(text: str) -> int | None:
    """Read a number of ASCII digits without leading zeroes, at most 2^63 - 1; anything else is None.

    >>> strict_number("0"), strict_number("01"), strict_number("٣"), strict_number("")
    (0, None, None, None)
    """
    if not text.isascii() or not text.isdigit() or len(text) > 19 or (text[0] == "0" and text != "0"):
        return None
    number = int(text)
    return number if number <= MAX_NUMBER else None


def is_key_name(text: str) -> bool:
    """Tell whether a text may name a key: not empty, no kind of space, no plus sign, no control character.

    >>> is_key_name("ledger.mantova.example"), is_key_name("a b"), is_key_name("a+b"), is_key_name("")
    (True, False, False, False)
    """
    return bool(text) and not any(mark.isspace() or mark == "+" or mark < " " or mark == "\x7f" for mark in text)
