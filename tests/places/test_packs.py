"""Neighbourhood packs: signed, named by what is in them, mended by what changed, small enough to keep."""

import base64
import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from nacl.signing import VerifyKey

from manto.city import load_city
from manto.kernel.clock import FixedClock
from manto.places import pack_shelf, packs, programs
from manto.places.media_shelf import media_folder
from manto.places.packs import box_of, cell_at, delta

from .conftest import NOW, draft
from .test_importing import take
from .test_overlays import STORY

ROOT = Path(__file__).resolve().parents[2]
BYTES_A_KM2_MAX = 300_000
HERE = (45.158, 10.794)


@pytest.fixture(autouse=True)
def own_shelf(settings: Any, tmp_path: Path) -> None:
    """Keep packs in a folder of the test."""
    settings.HOME = tmp_path
    settings.CLOCK = FixedClock(NOW)
    pack_shelf._latest.clear()


def ask(cell: str, since: str = "", **headers: str) -> Any:
    """Ask as the phone does."""
    return Client(headers=headers).get(f"/api/v1/packs/{cell}" + (f"?since={since}" if since else ""))


def checked(answer: dict[str, Any], before: dict[str, str] | None = None) -> dict[str, str]:
    """Check a pack as the phone does: signature, digest, then the items; a delta is laid over what it had."""
    key = Client().get("/api/v1/packs/key").json()["key"]
    VerifyKey(base64.b64decode(key)).verify(answer["head"].encode(), base64.b64decode(answer["signature"]))
    items = {**(before or {}), **answer["items"]}
    for name in answer["gone"]:
        items.pop(name)
    listing = "\n".join(f"{name} {hashlib.sha256(items[name].encode()).hexdigest()}" for name in sorted(items))
    assert json.loads(answer["head"])["items"] == hashlib.sha256(listing.encode()).hexdigest()
    return items


def test_a_pack_holds_the_square_and_anyone_can_check_it(db: None) -> None:
    """Both languages, hours that the phone can count, kinds and sources; nothing of the next square."""
    take(
        draft("in", "pharmacy", HERE, opening_hours="Mo-Fr 08:30-12:30", access={"kerb_cm": 3}),
        draft("told", "monument", HERE, **STORY),
        draft("out", "pharmacy", (45.178, 10.794)),
    )

    items = checked(ask(cell_at(*HERE)).json())

    assert {"place town:in", "place town:told", "kind pharmacy", "kind monument", "source town"} <= set(items)
    assert "place town:out" not in items
    assert {"it", "en"} == set(json.loads(items["place town:told"])["story"])
    hours = next(json.loads(text) for name, text in items.items() if name.startswith("hours "))
    assert hours["open"][:1] == [[29683110, 29683350]], "Tuesday 9 June 2026, 8.30 to 12.30 in Rome"


def test_what_changed_is_enough(db: None) -> None:
    """A phone with the last version gets only the rest, and has the same pack in the end."""
    take(draft("a", at=HERE), draft("b", at=HERE), draft("c", at=HERE))
    first = ask(cell_at(*HERE)).json()
    items = checked(first)
    take(draft("a", at=HERE), draft("b", at=HERE, name={"it": "Altro"}), draft("d", at=HERE))

    second = ask(cell_at(*HERE), json.loads(first["head"])["version"]).json()

    assert {"place town:b", "place town:d"} == set(second["items"])
    assert second["gone"] == ["place town:c"]
    assert checked(ask(cell_at(*HERE)).json()) == checked(second, items)


def test_a_pack_names_its_pictures_and_sounds_and_does_not_hold_them(db: None) -> None:
    """Their digest and size are signed with the rest."""
    media_folder().mkdir()
    name, content = f"{'a' * 32}.jpg", b"bricks" * 50_000
    (media_folder() / name).write_bytes(content)
    (media_folder() / f"{'b' * 32}.mp3").write_bytes(b"of another square")
    medium = {"kind": "image", "creator": "Nadia", "licence": "CC0-1.0", "alternative": {"it": "Torre", "en": "Tower"}}
    take(draft("a", at=HERE, media=[{**medium, "url": f"/city/{name}"}, {**medium, "url": "/city/never.jpg"}]))

    first = ask(cell_at(*HERE))
    items = checked(first.json())

    named = {"url": f"/city/{name}", "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    assert [json.loads(text) for key, text in items.items() if key.startswith("file ")] == [named]
    assert json.loads(items["place town:a"])["media"][0]["alternative"]["en"] == "Tower"
    assert len(first.content) < 10_000


def test_an_unknown_version_gets_all(db: None) -> None:
    """And nobody reads a file by naming it."""
    take(draft("a", at=HERE))

    for since in ("0" * 20, "..%2F..%2Fsecrets%2Fpacks", "x" * 60):
        answer = ask(cell_at(*HERE), since).json()
        assert answer["since"] is None
        checked(answer)


def test_the_same_pack_is_not_sent_twice(db: None) -> None:
    """ETag: 304 while nothing has changed."""
    take(draft("a", at=HERE))
    tag = ask(cell_at(*HERE))["ETag"]

    same = ask(cell_at(*HERE), **{"If-None-Match": tag})
    take(draft("a", at=HERE), draft("b", at=HERE))
    other = ask(cell_at(*HERE), **{"If-None-Match": tag})

    assert (same.status_code, other.status_code) == (304, 200)
    assert tag != other["ETag"]


def test_a_tampered_pack_is_noticed(db: None) -> None:
    """One letter of an item, one item less, another head."""
    take(draft("a", at=HERE), draft("b", at=HERE))
    good = ask(cell_at(*HERE)).json()

    for bad in (
        {**good, "items": {**good["items"], "place town:a": good["items"]["place town:a"].replace("A", "B")}},
        {**good, "items": dict(list(good["items"].items())[1:])},
        {**good, "head": good["head"].replace(good["head"][20:22], "00")},
    ):
        with pytest.raises(Exception, match=r".*"):
            checked(bad)


@pytest.mark.parametrize("cell", ["x", "1", "99999x1", "18000x1", "1x36000", "-1x5", "1x2x3", "١x٢", "1" * 30 + "x1"])
def test_what_is_no_square_is_refused(db: None, cell: str) -> None:
    """With 400."""
    assert ask(cell).status_code == 400


def test_every_point_lies_in_the_square_that_it_names() -> None:
    """At the poles and the date line too."""
    for lat in (-90.0, -89.999, -0.001, 0.0, 45.16, 89.999, 90.0):
        for lon in (-180.0, -179.999, -0.001, 0.0, 10.79, 179.999, 180.0):
            west, south, east, north = box_of(cell_at(lat, lon))
            assert south - 1e-9 <= lat <= north + 1e-9
            assert west - 1e-9 <= lon <= east + 1e-9


def test_a_delta_of_nothing_is_nothing() -> None:
    """Whatever is in it."""
    assert delta({"a": "1"}, {"a": "1"}) == ({}, [])


@pytest.mark.shared
@pytest.mark.parametrize("city", ["mantova", "firenze"])
def test_a_neighbourhood_is_small(db: None, city: str, shared: Path) -> None:
    """At most 300 kB for a square kilometre as it travels, in the densest square of the demo cities too."""
    folder = load_city(ROOT / "demo" / city)
    programs.import_city(folder, now=NOW)
    programs.import_declared(folder, shared, now=NOW)
    from manto.places.models import Place

    squares: dict[str, int] = {}
    for lat, lon in Place.objects.filter(withdrawn_at=None).values_list("lat", "lon"):
        squares[cell_at(lat, lon)] = squares.get(cell_at(lat, lon), 0) + 1
    densest = max(squares, key=lambda cell: squares[cell])

    answer = ask(densest, **{"Accept-Encoding": "gzip"})
    content = answer.content

    west, south, east, north = box_of(densest)
    km2 = (north - south) * 111.2 * (east - west) * 111.2 * 0.7
    assert answer["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(content))["items"]
    assert len(content) / km2 <= BYTES_A_KM2_MAX
    assert packs.cell_at((south + north) / 2, (west + east) / 2) == densest
