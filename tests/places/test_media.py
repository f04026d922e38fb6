"""What editors give: known by its content, freed of what stands beside it, with rights and words or not at all."""

import io
import json
import os
import struct
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from manto.kernel.clock import FixedClock
from manto.places.editing import draft_overlay
from manto.places.media_shelf import media_folder, remove_unnamed
from manto.places.sounds import plain_sound

from .conftest import NOW, draft
from .test_importing import take
from .test_trails import client_of_editor

__all__ = ["client_of_editor"]
WORDS = {"it": "Una torre di mattoni.", "en": "A tower of bricks."}
FRAME = bytes.fromhex("fffb9064") + b"\1" * 413
SECRET = b"Nadia was here at 45.158, 10.794"


@pytest.fixture(autouse=True)
def own_folder(db: None, settings: Any, tmp_path: Path) -> None:
    """Keep media in a folder of the test."""
    settings.HOME = tmp_path
    settings.CLOCK = FixedClock(NOW)


def a_photo(form: str = "JPEG") -> bytes:
    """Draw a picture that says where it was taken."""
    notes = Image.Exif()
    notes[0x010E] = SECRET.decode()
    notes.get_ifd(0x8825).update({1: "N", 2: (45.0, 9.0, 28.8), 3: "E", 4: (10.0, 47.0, 38.4)})
    out = io.BytesIO()
    Image.new("RGB", (2400, 1200), (150, 70, 30)).save(out, form, exif=notes)
    return out.getvalue()


def a_wav() -> bytes:
    note = b"LIST" + struct.pack("<I", len(SECRET)) + SECRET
    form = b"fmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8)
    inside = b"WAVE" + form + note + b"data" + struct.pack("<I", 8) + b"\x80" * 8
    return b"RIFF" + struct.pack("<I", len(inside)) + inside


def given(client: Client, content: bytes, name: str = "a.jpg", **facts: Any) -> Any:
    """Give a file as the desk's page does."""
    body = {"kind": "image", "creator": "Nadia", "licence": "CC-BY-4.0", "alternative": json.dumps(WORDS), **facts}
    return client.post("/api/v1/desk/media", {**body, "file": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_its_pixels_alone(client_of_editor: Client, form: str) -> None:
    """Neither position nor words of the camera are served; it is smaller, a JPEG, and never taken for a page."""
    sent = a_photo(form)
    assert SECRET in sent

    medium = given(client_of_editor, sent).json()
    served = Client().get(medium["url"])
    content = b"".join(served.streaming_content)

    assert (served["Content-Type"], served["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert SECRET not in content
    assert not Image.open(io.BytesIO(content)).getexif()
    assert (len(content), WORDS) == (medium["bytes"], medium["alternative"])


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.jpg", b"<html><script>alert(1)</script></html>", "image"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "image"),
        ("a.jpg", a_photo()[:300], "image"),
        ("a.mp3", b"MZ" + b"\0" * 400, "audio"),
        ("a.ogg", b"OggS\0\2" + b"\0" * 400, "audio"),
        ("a.mp3", b"ID3\4\0\0\0\0\0\0" + b"<script>", "audio"),
        ("a.mp3", FRAME * 4 + b"<script>alert(1)</script>", "audio"),
        ("a.wav", a_wav()[:-3], "audio"),
        ("a.jpg", FRAME * 4, "image"),
        ("a.mp4", a_photo(), "video"),
    ],
)
def test_what_is_not_what_it_says_is_refused(client_of_editor: Client, name: str, content: bytes, kind: str) -> None:
    """By its content, whatever its name; nothing of it is kept."""
    assert given(client_of_editor, content, name, kind=kind).status_code == 400
    assert not media_folder().exists()


@pytest.mark.parametrize(
    "lacking", [{"creator": " "}, {"licence": ""}, {"alternative": '{"it": "x"}'}, {"alternative": "x"}]
)
def test_without_rights_or_words_nothing_is_taken(client_of_editor: Client, lacking: dict[str, str]) -> None:
    """Not even for a draft."""
    assert given(client_of_editor, a_photo(), **lacking).status_code == 400
    assert not media_folder().exists()


def test_a_picture_all_around_stays_sharp_and_every_other_small(client_of_editor: Client) -> None:
    """One sees a sixth of it at a time."""
    out = io.BytesIO()
    Image.new("RGB", (6000, 3000)).save(out, "JPEG")

    for kind, size in (("panorama", (4096, 2048)), ("image", (1600, 800))):
        medium = given(client_of_editor, out.getvalue(), kind=kind).json()
        with Image.open(media_folder() / medium["url"].removeprefix("/city/")) as kept:
            assert kept.size == size


def test_a_sound_is_what_is_heard_and_nothing_else() -> None:
    """Tags before and after the frames, and notes between the chunks, are gone."""
    tag = b"ID3\4\0\0" + bytes([0, 0, 0, len(SECRET)]) + SECRET

    mp3, wav = plain_sound(tag + FRAME * 5 + b"TAG" + SECRET.ljust(125)), plain_sound(a_wav())

    assert (mp3.content, mp3.ending) == (FRAME * 5, ".mp3")
    assert SECRET not in wav.content
    assert (wav.content[-8:], len(wav.content)) == (b"\x80" * 8, len(a_wav()) - len(SECRET) - 8)


def test_too_much_is_refused_before_it_is_unfolded(client_of_editor: Client) -> None:
    """Eight megabytes of a picture, ten of a sound."""
    assert given(client_of_editor, a_photo() + b"\0" * 8 * 2**20).status_code == 400
    assert given(client_of_editor, FRAME * 26_000, "a.mp3", kind="audio").status_code == 400


def test_what_nobody_names_is_removed_after_a_day(client_of_editor: Client) -> None:
    """A draft names it and it stays; without one it goes, and no other file of the folder does."""
    take(draft("tower"))
    named = given(client_of_editor, a_photo()).json()
    given(client_of_editor, FRAME * 5, "a.mp3", kind="audio")
    (media_folder() / "kept-by-hand.txt").write_text("x")
    draft_overlay("town:tower", {"media": [named]}, version=0, account=None, now=NOW)
    for file in media_folder().iterdir():
        os.utime(file, (NOW.timestamp(), NOW.timestamp()))

    assert remove_unnamed(now=NOW + timedelta(hours=23)) == 0
    assert remove_unnamed(now=NOW + timedelta(hours=25)) == 1
    assert {named["url"].removeprefix("/city/"), "kept-by-hand.txt"} == {file.name for file in media_folder().iterdir()}
