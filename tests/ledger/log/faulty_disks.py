"""Disks that fail at a chosen step: with an error, with the end of the process, or with the end of the power."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

from manto.ledger.log.disk import Disk


class SteppedDisk(Disk):
    """A disk that does something before its n-th step.

    Args:
        at: Which step, counted from 1.
        happens: What happens before it.
    """

    def __init__(self, at: int, happens: Callable[[], None]) -> None:
        self.at = at
        self.happens = happens
        self.steps = 0

    def read(self, path: Path) -> bytes:
        """Read, as one step."""
        self._step()
        return super().read(path)

    def make_folder(self, path: Path) -> None:
        """Make a folder, as one step."""
        self._step()
        super().make_folder(path)

    def write_synced(self, path: Path, data: bytes, mode: int) -> None:
        """Write half, then the rest, as two steps: a failure in between leaves half a file."""
        self._step()
        path.write_bytes(data[: len(data) // 2])
        self._step()
        super().write_synced(path, data, mode)

    def rename(self, old: Path, new: Path) -> None:
        """Rename, as one step."""
        self._step()
        super().rename(old, new)

    def remove_folder(self, path: Path) -> None:
        """Remove, as one step."""
        self._step()
        super().remove_folder(path)

    def sync_folder(self, path: Path) -> None:
        """Sync, as one step."""
        self._step()
        super().sync_folder(path)

    def _step(self) -> None:
        self.steps += 1
        if self.steps == self.at:
            self.happens()


def failing_once(at: int, code: int) -> SteppedDisk:
    """Give a disk whose n-th step fails with an error, once."""

    def fail() -> None:
        raise OSError(code, os.strerror(code))

    return SteppedDisk(at, fail)


def killing(at: int) -> SteppedDisk:
    """Give a disk before whose n-th step the process is killed."""
    return SteppedDisk(at, lambda: os.kill(os.getpid(), signal.SIGKILL))


class PowerCut(Exception):
    """The power has failed."""


class UnsyncedDisk(SteppedDisk):
    """A disk that forgets, when the power fails, every new name in a folder that was not synced."""

    def __init__(self, at: int) -> None:
        super().__init__(at, self._cut)
        self.unsynced: list[tuple[Path, bytes | None]] = []

    def rename(self, old: Path, new: Path) -> None:
        """Rename, and remember what stood there."""
        before = new.read_bytes() if new.exists() else None
        super().rename(old, new)
        self.unsynced.append((new, before))

    def sync_folder(self, path: Path) -> None:
        """Sync: these names are safe now."""
        super().sync_folder(path)
        self.unsynced = [(name, before) for name, before in self.unsynced if name.parent != path]

    def _cut(self) -> None:
        for name, before in reversed(self.unsynced):
            if before is None:
                name.unlink()
            else:
                name.write_bytes(before)
        self.at = -1
        raise PowerCut("The power has failed.")
