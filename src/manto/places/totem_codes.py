"""Short codes for the street: eight letters that a finger can type, of which four prove that the city made them.

A code is four letters drawn at random (or chosen) and four of a keyed hash of these, in Crockford's alphabet, which has
no I, L, O and U to be misread. A sticker that somebody else printed does not carry them, and is told as such before any
table is looked at; which codes stand is in the table.
"""

from __future__ import annotations

import hmac
from hashlib import sha256

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SERIAL_LETTERS = CHECK_LETTERS = 4
_MISREAD = str.maketrans("ILOU", "110V")


def code_of(serial: str, key: bytes) -> str:
    """Give the code of a serial.

    >>> code_of("TE01", b"k" * 32) == code_of("te0i", b"k" * 32)
    True
    """
    serial = cleaned(serial)
    mark = hmac.new(key, b"totem " + serial.encode(), sha256).digest()
    number = int.from_bytes(mark[:4], "big")
    return serial + "".join(ALPHABET[(number >> (5 * place)) % 32] for place in range(CHECK_LETTERS))


def is_ours(code: str, key: bytes) -> bool:
    """Say whether the city made a code."""
    code = cleaned(code)
    fits = len(code) == SERIAL_LETTERS + CHECK_LETTERS and all(letter in ALPHABET for letter in code)
    return fits and hmac.compare_digest(code, code_of(code[:SERIAL_LETTERS], key))


def cleaned(text: str) -> str:
    """Read a code as people type it: small letters, a dash or a space between, letters that look like digits.

    >>> cleaned("te0i-k7 mp")
    'TE01K7MP'
    """
    upper = "".join(letter for letter in text.upper() if letter.isalnum())
    return upper.translate(_MISREAD)
