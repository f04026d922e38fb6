"""Pictures and sounds that editors give to the city: checked by content, kept under their digest, cleaned up.

A file that can be had at ``/city/<name>`` is one that this module made: pixels or samples alone, never what was sent.
What no place and no draft names for a day is removed.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from manto.city.pictures import SIDE_MAX, SIDE_MAX_AROUND, plain_photo
from manto.kernel.errors import BadInput
from manto.places.models import Place, PlaceEdit
from manto.places.sounds import plain_sound

KEPT_UNNAMED = timedelta(days=1)
NAME = re.compile(r"[0-9a-f]{32}\.(?:jpg|mp3|wav)")
LETTERS_MAX = 2000
_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".svg")
ENDINGS = frozenset((*_PICTURES, ".mp3", ".m4a", ".wav", ".ogg", ".opus", ".mp4", ".webm", ".vtt"))
"""Of the city's own files in its folder ``media/``."""


def keep_medium(
    content: bytes, kind: str, *, creator: str, licence: str, alternative: dict[str, str]
) -> dict[str, Any]:
    """Keep a picture or a sound and give it as a place names it.

    Args:
        content: The file as it was sent.
        kind: image, panorama or audio.
        creator: Who made it.
        licence: Under which licence.
        alternative: What there is to see or hear, in each language of the city.

    Raises:
        BadInput: It is not what it says, is too large, or comes without its rights or its words.

    """
    if not creator.strip() or not licence.strip():
        raise BadInput("Nobody said who made it and under which licence.", "Write both, then choose the file again.")
    missing = [language for language in settings.CITY.languages if not alternative.get(language, "").strip()]
    if missing or max(map(len, alternative.values())) > LETTERS_MAX:
        raise BadInput("It has no text alternative in each language.", "Write what there is to see or hear.")
    if kind in ("image", "panorama"):
        bare, ending = plain_photo(content, SIDE_MAX_AROUND if kind == "panorama" else SIDE_MAX).content, ".jpg"
    elif kind == "audio":
        sound = plain_sound(content)
        bare, ending = sound.content, sound.ending
    else:
        raise BadInput(
            f"'{kind[:20]}' cannot be given here.",
            "Known are image, panorama, audio. A film with its captions is laid into the city's folder by its operator.",
        )
    name = hashlib.sha256(bare).hexdigest()[:32] + ending
    _write(name, bare)
    return {
        "kind": kind,
        "url": f"/city/{name}",
        "creator": creator.strip(),
        "licence": licence.strip(),
        "alternative": {language: alternative[language].strip() for language in settings.CITY.languages},
        "bytes": len(bare),
    }


def media_folder() -> Path:
    """Give the folder where what editors gave lies."""
    return Path(settings.HOME) / "media"


def medium_file(name: str) -> Path | None:
    """Find the file that is had at ``/city/<name>``: one that an editor gave, or one of the city's folder."""
    given = media_folder() / name
    if NAME.fullmatch(name) and given.is_file():
        return given
    file = Path(settings.CITY.folder) / "media" / name
    is_ours = file.suffix in ENDINGS and file.parent.name == "media"
    return file if is_ours and file.is_file() else None


@dataclass(frozen=True)
class MediumFile:
    """A file as a neighbourhood pack names it: whoever has the bytes can tell that they are these."""

    url: str
    sha256: str
    bytes: int


def files_of(media: Iterable[Mapping[str, Any]]) -> list[MediumFile]:
    """Give the files of a place's media that are here, each once, with the captions that lie beside them."""
    named = [str(item["url"]).removeprefix("/city/") for item in media]
    found = {name: file for one in named for name in (one, f"{one}.vtt") if (file := medium_file(name))}
    return [MediumFile(f"/city/{name}", *_measured(file, file.stat().st_mtime_ns)) for name, file in found.items()]


@lru_cache(maxsize=4096)
def _measured(file: Path, changed_ns: int) -> tuple[str, int]:
    content = file.read_bytes()
    return hashlib.sha256(content).hexdigest(), len(content)


def remove_unnamed(*, now: datetime) -> int:
    """Remove what no place, no edit and no draft has named for a day, and say how much that was."""
    folder = media_folder()
    if not folder.is_dir():
        return 0
    old = [
        file
        for file in folder.iterdir()
        if NAME.fullmatch(file.name) and file.stat().st_mtime < (now - KEPT_UNNAMED).timestamp()
    ]
    if not old:
        return 0
    named = set(_named())
    gone = [file for file in old if file.name not in named]
    for file in gone:
        file.unlink(missing_ok=True)
    return len(gone)


def _named() -> Iterator[str]:
    lists = list(Place.objects.exclude(media=[]).values_list("media", flat=True))
    for changes, draft in PlaceEdit.objects.values_list("changes", "draft"):
        lists += [(changes or {}).get("media"), (draft or {}).get("media")]
    for media in lists:
        for item in media or ():
            if isinstance(item, dict):
                yield str(item.get("url", "")).removeprefix("/city/")


def _write(name: str, content: bytes) -> None:
    folder = media_folder()
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f".{secrets.token_hex(8)}"
    fresh.write_bytes(content)
    os.replace(fresh, folder / name)  # also when it is there: it begins its day anew
