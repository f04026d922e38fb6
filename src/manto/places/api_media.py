"""Pictures and sounds over HTTP: an editor gives a file with its rights and its words, or not at all."""

from __future__ import annotations

import json
from typing import Any, Literal

from django.http import HttpRequest
from ninja import File, Form, Router, Status, UploadedFile

from manto.kernel.errors import BadInput
from manto.places.media_shelf import keep_medium
from manto.places.sounds import SOUND_BYTES_MAX
from manto.residents.access import staff
from manto.residents.out import Out
from manto.residents.roles import Role

router = Router(tags=["editing"])


class GivenMediumOut(Out):
    """A medium as a place names it, and how large it has become."""

    kind: Literal["image", "panorama", "audio"]
    url: str
    creator: str
    licence: str
    alternative: dict[str, str]
    bytes: int


@router.post("/desk/media", response={201: GivenMediumOut}, auth=staff(Role.EDITOR), operation_id="give_medium")
def give_medium(
    request: HttpRequest,
    file: UploadedFile = File(...),  # noqa: B008
    kind: str = Form(..., max_length=20),
    creator: str = Form("", max_length=200),
    licence: str = Form("", max_length=100),
    alternative: str = Form("{}", max_length=10_000, description="A text by language, as JSON"),
) -> Any:
    """Keep a picture (JPEG, PNG, WebP) or a sound (MP3, WAV): pixels and samples alone, with rights and words."""
    try:
        words = json.loads(alternative)
    except ValueError:
        words = None
    if not isinstance(words, dict) or not all(isinstance(text, str) for text in words.values()):
        raise BadInput("'alternative' is not a text for each language.", "Give {it: …, en: …}.")
    content = file.read(SOUND_BYTES_MAX + 1)
    return Status(201, keep_medium(content, kind, creator=creator, licence=licence, alternative=words))
