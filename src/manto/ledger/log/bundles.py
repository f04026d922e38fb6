"""Entry bundles: up to 256 entries, each behind its length in two bytes. Source: C2SP tlog-tiles v0.1.0."""

from __future__ import annotations

from collections.abc import Iterable

from manto.ledger.log.errors import EntryTooLarge, MalformedTile

ENTRY_BYTES_MAX = 65_535


def write_bundle(entries: Iterable[bytes]) -> bytes:
    """Write entries one after another.

    Raises:
        EntryTooLarge: One is longer than 65,535 bytes.

    >>> write_bundle([b"a", b""])
    b'\\x00\\x01a\\x00\\x00'
    """
    try:
        return b"".join([piece for entry in entries for piece in (len(entry).to_bytes(2, "big"), entry)])
    except OverflowError:
        raise EntryTooLarge(
            f"An entry is longer than {ENTRY_BYTES_MAX} bytes.",
            "Log a hash of it instead, and keep the body among the agencies that need it.",
        ) from None


def parse_bundle(data: bytes, count: int) -> list[bytes]:
    """Read the entries of a bundle.

    Args:
        data: The whole bundle.
        count: How many entries it must hold.

    Raises:
        MalformedTile: It holds fewer or more, or breaks off inside an entry.
    """
    entries: list[bytes] = []
    at, end = 0, len(data)
    while at + 2 <= end and len(entries) < count:
        length = data[at] << 8 | data[at + 1]
        entry = data[at + 2 : at + 2 + length]
        if len(entry) < length:
            break
        entries.append(entry)
        at += 2 + length
    if len(entries) != count or at != end:
        raise MalformedTile(
            f"A bundle that should hold {count} entries holds {len(entries)} and {end - at} bytes more.",
            "Fetch it again; if it stays so, the log's files are damaged: restore them from a mirror.",
        )
    return entries
