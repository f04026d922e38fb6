"""Where each file of a log stands. Source: C2SP tlog-tiles v0.1.0.

>>> hash_tile_path(0, 1234067), entries_path(273, 112)
('tile/0/x001/x234/067', 'tile/entries/273.p/112')
"""

from __future__ import annotations

import re

TILE_WIDTH = 256
TILE_HEIGHT = 8
CHECKPOINT_PATH = "checkpoint"
_SERVED = re.compile(
    r"tile/(?:entries|[0-9]|[1-5][0-9]|6[0-3])/(?:x[0-9]{3}/)*[0-9]{3}(?:\.p/[1-9][0-9]{0,2})?", re.ASCII
)


def hash_tile_path(level: int, index: int, width: int = TILE_WIDTH) -> str:
    """Say where a tile of hashes stands; one narrower than 256 is partial."""
    return f"tile/{level}/{_index_path(index)}{_partial(width)}"


def entries_path(index: int, width: int = TILE_WIDTH) -> str:
    """Say where a bundle of entries stands; one of fewer than 256 is partial."""
    return f"tile/entries/{_index_path(index)}{_partial(width)}"


def is_served(path: str) -> bool:
    """Tell whether a path may be asked of a log: its checkpoint, a tile or a bundle, and nothing else.

    >>> is_served("tile/0/x001/067.p/9"), is_served("tile/0/../../log.key"), is_served("tile/0/001.p/256")
    (True, False, False)
    """
    if path == CHECKPOINT_PATH:
        return True
    if not _SERVED.fullmatch(path):
        return False
    _, partial, width = path.partition(".p/")
    return not partial or int(width) < TILE_WIDTH


def _index_path(index: int) -> str:
    groups = f"{index:0{-(-len(str(index)) // 3) * 3}d}"
    parts = [groups[i : i + 3] for i in range(0, len(groups), 3)]
    return "/".join([*(f"x{part}" for part in parts[:-1]), parts[-1]])


def _partial(width: int) -> str:
    return "" if width == TILE_WIDTH else f".p/{width}"
