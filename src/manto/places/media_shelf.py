"""Pictures and sounds that editors give to the city: checked by content, kept under their digest, cleaned up.

A file that can be had at ``/city/<name>`` is one that this module made: pixels or samples alone, never what was sent.
What no place and no draft names for a day is removed.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from manto.city.pictures import plain_photo
from manto.kernel.errors import BadInput
from manto.places.models import Place, PlaceEdit
from manto.places.sounds import plain_sound

KEPT_UNNAMED = timedelta(days=1)
NAME = re.compile(r"[0-9a-f]{32}\.(?:jpg|mp3|wav)")
LETTERS_MAX = 2000


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
        bare, ending = plain_photo(content).content, ".jpg"
    elif kind == "audio":
        sound = plain_sound(content)
        bare, ending = sound.content, sound.ending
    else:
        raise BadInput(f"'{kind[:20]}' cannot be given here.", "Known are image, panorama, audio.")
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
