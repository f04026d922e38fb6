"""What goes over the wire is as small as it can be, and is not sent twice."""

import gzip
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

PLACES = "/api/v1/places?near=45.16,10.79"


def test_a_public_answer_travels_compressed(client: Client, db: None) -> None:
    """Who takes gzip gets it, once worked out and again from the minute's answers; who does not gets it plain."""
    plain = client.get("/api/v1/categories")
    packed, again = (client.get("/api/v1/categories", headers={"accept-encoding": "gzip, br"}) for _ in range(2))

    assert json.loads(gzip.decompress(packed.content)) == plain.json()
    assert (packed.content, packed["Content-Encoding"]) == (again.content, again["Content-Encoding"])
    assert len(packed.content) < len(plain.content) / 2
    assert "Content-Encoding" not in plain
    assert plain["ETag"] != packed["ETag"]
    assert "Accept-Encoding" in packed["Vary"]


def test_what_has_not_changed_is_not_sent_again(client: Client, db: None) -> None:
    """Asked again by its tag within the minute, the answer is 304 and empty."""
    headers = {"accept-encoding": "gzip"}
    tag = client.get(PLACES, headers=headers)["ETag"]
    again = client.get(PLACES, headers={**headers, "if-none-match": tag})

    assert again.status_code in (200, 304)  # the minute may turn between the two
    if again.status_code == 304:
        assert again.content == b""


def test_files_of_the_app_are_compressed_and_kept_for_ever(client: Client) -> None:
    """A hashed name never changes what it means, so a browser asks for it once; the shell it asks for each time."""
    if not (settings.APP_FOLDER / "index.html").is_file():
        pytest.fail("The app is not built: run make build.")
    markup = (settings.APP_FOLDER / "index.html").read_text()
    script = re.search(r'src="(/assets/[^"]+\.js)"', markup)[1]

    answer = client.get(script, headers={"accept-encoding": "gzip, br"})

    assert answer["Content-Encoding"] == "br"
    assert "immutable" in answer["Cache-Control"]
    assert client.get(script, headers={"accept-encoding": "gzip"})["Content-Encoding"] == "gzip"
    assert client.get("/")["Cache-Control"] == "no-cache"
    assert re.search(r'rel="preload" as="font"[^>]+latin-wght-normal[^>]+\.woff2"', markup)


def test_a_recording_can_be_heard_from_its_middle(client: Client, tmp_path: Path, settings: Any) -> None:
    """As Safari asks: two bytes first, then parts; another version is sent whole, and what lies behind the end is not."""
    settings.HOME = tmp_path
    (tmp_path / "media").mkdir()
    content = bytes(range(250)) * 4
    url = f"/city/{'c' * 32}.mp3"
    (tmp_path / "media" / url.removeprefix("/city/")).write_bytes(content)

    def part(asked: str, **headers: str) -> tuple[int, bytes, str | None]:
        answer = client.get(url, headers={"range": asked, **headers})
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return answer.status_code, body, answer.get("Content-Range")

    tag = client.head(url)["ETag"]
    assert client.head(url)["Accept-Ranges"] == "bytes"
    assert part("bytes=0-1") == (206, content[:2], "bytes 0-1/1000")
    assert part("bytes=990-", **{"if-range": tag}) == (206, content[990:], "bytes 990-999/1000")
    assert part("bytes=-10") == (206, content[-10:], "bytes 990-999/1000")
    assert part("bytes=1-2", **{"if-range": '"other"'}) == (200, content, None)
    assert part("bytes=0-1,5-6") == part("bytes=5-1") == part("crumbs=0-1") == (200, content, None)
    assert part("bytes=1000-") == (416, b"", "bytes */1000")
    assert client.get(url, headers={"range": "bytes=0-1", "if-none-match": tag}).status_code == 304


def test_another_build_beside_a_running_server_is_served(tmp_path: Path) -> None:
    """The new page's script is there and the old one is gone, with nothing started again; before the first build too."""
    folder = tmp_path / "dist"

    def build(name: str) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "assets").mkdir(parents=True)
        (folder / "index.html").write_text(f'<html lang="en"><script src="/assets/{name}"></script>')
        (folder / "assets" / name).write_text(f"// {name}")

    with override_settings(APP_FOLDER=folder, WHITENOISE_ROOT=folder, WHITENOISE_AUTOREFRESH=False):
        client = Client()
        unbuilt = client.get("/").status_code
        found = []
        for name in ("app-AAAAAAAA.js", "app-BBBBBBBB.js"):
            build(name)
            assert name in client.get("/").content.decode()
            found.append([client.get(f"/assets/app-{each * 8}.js").status_code for each in "AB"])

    assert (unbuilt, found) == (503, [[200, 404], [404, 200]])
