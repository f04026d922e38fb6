"""Looking for damage in SQLite's write-ahead log before SQLite does.

SQLite takes the first frame that does not fit for the end of the log: right after a crash, but a flipped bit in the
middle then drops, without a word, everything that was committed behind it. Each commit is synced before the next one
begins, so a crash can spoil the last commit only: a frame that does not fit with two or more commits of the same
generation behind it is damage, and so is a header that does not fit.

What cannot be told from a crash is damage within the very last commit; whoever holds a promise of it can show it.

Source: SQLite file format, section 4 (the write-ahead log).
"""

from __future__ import annotations

import struct
from pathlib import Path

from manto.ledger.log.errors import StoreDamaged

_HEADER_BYTES, _FRAME_HEADER_BYTES = 32, 24
_MAGIC = 0x377F0682


def check_wal(path: Path) -> None:
    """Check a write-ahead log, if there is one.

    Raises:
        StoreDamaged: Something that was committed would be dropped.
    """
    data = path.read_bytes() if path.exists() else b""
    if len(data) <= _HEADER_BYTES:
        return
    magic, _, page_bytes, _, *salts, sum1, sum2 = struct.unpack(">8I", data[:_HEADER_BYTES])
    order = ">" if magic & 1 else "<"
    sums = _checksum(order, (0, 0), data[:24])
    if magic & ~1 != _MAGIC or sums != (sum1, sum2):
        raise _damaged("its header does not fit")
    step = _FRAME_HEADER_BYTES + page_bytes
    frames = [data[at : at + step] for at in range(_HEADER_BYTES, len(data) - step + 1, step)]
    fits = True
    commits_behind = 0
    for frame in frames:
        _, commit, *frame_salts, frame_sum1, frame_sum2 = struct.unpack(">6I", frame[:_FRAME_HEADER_BYTES])
        if fits:
            sums = _checksum(order, sums, frame[:8] + frame[_FRAME_HEADER_BYTES:])
            fits = frame_salts == salts and sums == (frame_sum1, frame_sum2)
            continue
        commits_behind += bool(commit) and frame_salts == salts
    if commits_behind > 1:
        raise _damaged(f"{commits_behind} commits stand behind a frame that does not fit")


def _checksum(order: str, sums: tuple[int, int], data: bytes) -> tuple[int, int]:
    one, two = sums
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for first, second in zip(words[::2], words[1::2], strict=True):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return one, two


def _damaged(why: str) -> StoreDamaged:
    return StoreDamaged(
        f"The ledger's database is damaged: in its write-ahead log, {why}.",
        "Stop here, do not open it with anything: restore the store from a backup or a mirror.",
    )
