"""Bytes as digits: what a square code holds most densely of all that an address may contain.

Seven bytes become seventeen digits (99.2 % of what the code's numeric mode can hold; base45 reaches 97 % and has
characters that an address may not). What is left over at the end becomes as few digits as it needs.
"""

from __future__ import annotations

from manto.ledger.paper.errors import MalformedPaper

CHUNK_BYTES = 7
DIGITS_FOR = (0, 3, 5, 8, 10, 13, 15, 17)
"""How many digits so many bytes need."""


def to_digits(raw: bytes) -> str:
    """Write bytes as digits.

    >>> to_digits(b"Mantova!"), to_digits(b"")
    ('21780700234479201033', '')
    """
    chunks = (raw[at : at + CHUNK_BYTES] for at in range(0, len(raw), CHUNK_BYTES))
    return "".join(str(int.from_bytes(chunk, "big")).zfill(DIGITS_FOR[len(chunk)]) for chunk in chunks)


def from_digits(digits: str) -> bytes:
    """Read bytes from digits.

    Raises:
        MalformedPaper: The digits are not those of any bytes.

    >>> from_digits("21780700234479201033")
    b'Mantova!'
    """
    if digits and not (digits.isascii() and digits.isdigit()):
        raise MalformedPaper("there is something other than digits in the code")
    full = DIGITS_FOR[CHUNK_BYTES]
    raw = bytearray()
    for at in range(0, len(digits), full):
        part = digits[at : at + full]
        if len(part) not in DIGITS_FOR:
            raise MalformedPaper("the code lacks digits at its end")
        count, value = DIGITS_FOR.index(len(part)), int(part)
        if value >= 1 << (8 * count):
            raise MalformedPaper("a group of digits in the code is too large")
        raw += value.to_bytes(count, "big")
    return bytes(raw)
