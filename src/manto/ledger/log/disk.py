"""Writing files so that they are whole or absent, and still there after the power fails.

The promise of `write_files`, in order:

(1) each file is written under another name and synced, so that no reader ever sees half of it;
(2) it is renamed to its own name, which replaces whatever stood there in one step;
(3) its folder is synced, so that the new name survives too. Only then does `write_files` return.

If any step fails, nothing has been promised yet: the caller does it all again with the same bytes.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from manto.kernel.errors import NotFound
from manto.ledger.log.errors import SourceUnreachable

SIDE_BY_SIDE = 8


class Disk:
    """The few calls to the operating system that durability rests on: tests make each of them fail."""

    def read(self, path: Path) -> bytes:
        """Give a file's content."""
        return path.read_bytes()

    def make_folder(self, path: Path) -> None:
        """Make one folder."""
        path.mkdir(mode=0o755)

    def write_synced(self, path: Path, data: bytes, mode: int) -> None:
        """Write a file, readable to whom the mode says, and wait until the disk holds it."""
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())

    def rename(self, old: Path, new: Path) -> None:
        """Give a file another name, replacing what stood there."""
        old.replace(new)

    def remove_folder(self, path: Path) -> None:
        """Remove a folder and the files in it, if it is there."""
        if path.is_dir():
            shutil.rmtree(path)

    def sync_folder(self, path: Path) -> None:
        """Wait until the disk holds the names in a folder."""
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def write_files(disk: Disk, root: Path, files: Mapping[str, bytes], mode: int = 0o644) -> None:
    """Write files below a folder, durably, each whole or not at all.

    Args:
        disk: What writes.
        root: A folder that exists.
        files: Path below the folder, with slashes, and content.
        mode: Who may read them.

    Raises:
        OSError: The disk refused; nothing is promised of any of the files.
    """
    folders: dict[Path, None] = {}
    for path in (root / name for name in files):
        _make_folders(disk, root, path.parent, folders)
        folders[path.parent] = None
    new = {root / name: (root / name).with_name(f".{Path(name).name}.new") for name in files}
    _write_all(disk, [(new[root / name], data) for name, data in files.items()], mode)  # (1)
    for path in new:
        disk.rename(new[path], path)  # (2)
    for folder in folders:
        disk.sync_folder(folder)  # (3)


def _write_all(disk: Disk, files: Sequence[tuple[Path, bytes]], mode: int) -> None:
    """Write files, many of them side by side: a disk syncs eight in little more time than one."""
    if len(files) <= SIDE_BY_SIDE:
        for path, data in files:
            disk.write_synced(path, data, mode)
        return
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        for written in [pool.submit(disk.write_synced, path, data, mode) for path, data in files]:
            written.result()


def _make_folders(disk: Disk, root: Path, folder: Path, to_sync: dict[Path, None]) -> None:
    missing = []
    while folder != root and not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for path in reversed(missing):
        disk.make_folder(path)
        to_sync[path.parent] = None


class FolderSource:
    """A log's files in a folder. Not trusted: who can write there could put anything in."""

    def __init__(self, root: Path, disk: Disk | None = None) -> None:
        self.root = root
        self.disk = disk or Disk()

    def read(self, path: str) -> bytes:
        """Give a file.

        Raises:
            NotFound: There is none at this path.
            SourceUnreachable: The disk did not give it.
        """
        try:
            return self.disk.read(self.root / path)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            raise NotFound(f"There is no file {path} in {self.root}.", "Check that this is a log's folder.") from None
        except OSError as error:
            raise SourceUnreachable(
                f"The file {path} in {self.root} could not be read: {error.strerror}.", "Check the disk, and try again."
            ) from error
