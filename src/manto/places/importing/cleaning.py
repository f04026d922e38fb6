"""Text that every database and every screen can hold."""

from __future__ import annotations


def clean(value: object) -> str:
    """Give a value as text without what no database stores: NUL, and halves of characters.

    >>> clean(" Caff\\u00e8\\x00 "), clean("a\\ud800"), clean(7)
    ('Caffè', 'a?', '7')
    """
    text = str(value)
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode()
    return text.replace("\0", "").strip()
