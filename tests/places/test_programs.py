"""A file on disk is recognised, taken in whole, and told about in words."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from manto.city import load_city
from manto.kernel.errors import BadInput, NotFound
from manto.places import programs, queries
from manto.places.importing.sniffing import sniff
from manto.places.models import ImportRun, Place, TransitStopTime

from .conftest import NOW
from .test_gtfs import FEED, at

CSV = "id,category,name,lat,lon\n" + "".join(
    f"{number},bench,Panchina {number},45.1{number:04},10.7\n" for number in range(50)
)
FACTS = {"source": "The town", "licence": "CC0-1.0", "now": NOW}


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Write fifty benches."""
    path = tmp_path / "benches.csv"
    path.write_text(CSV)
    return path


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b'{"type": "FeatureCollection", "features": []}', "geojson"),
        (b'\xef\xbb\xbf {"version": 0.6, "elements": []}', "overpass"),
        (b"\x00\x00\x00\x0d\x0a\x09OSMHeader\x18", "osm"),
        (b"PK\x03\x04", "gtfs"),
        (b"Categoria;Nome;Latitudine;Longitudine\r\n", "csv"),
        (b'"id","category","lat","lon"\n', "csv"),
    ],
)
def test_a_file_is_known_by_what_it_holds(head: bytes, kind: str) -> None:
    """Whatever its name."""
    assert sniff(head, "file.bin") == kind


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (b"", "is empty"),
        (b"<?xml version='1.0'?><osm version='0.6'>", "osmium cat"),
        (b"<!doctype html>", "web page"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"PMTiles\x03", "basemap"),
        (b'{"a": 1}', "neither GeoJSON"),
        (b"hello", "nothing that Manto knows"),
    ],
)
def test_what_cannot_be_read_is_called_by_its_name(head: bytes, told: str) -> None:
    """With what could be read instead."""
    with pytest.raises(BadInput, match=told):
        sniff(head, "file.bin")


@pytest.mark.django_db
def test_a_table_twice_is_a_table_once_and_says_so(table: Path) -> None:
    """In one sentence."""
    first = programs.import_file(table, **FACTS)

    second = programs.import_file(table, **FACTS)

    assert (first.taken, second.unchanged, second.changed_nothing) == (50, 50, True)
    assert programs.describe(second) == "The town: nothing changed; 50 were already known."
    assert programs.describe(first, "it").startswith("The town: 50 nuovi, 0 cambiati")


@pytest.mark.django_db
def test_a_report_says_what_was_left_and_why(table: Path) -> None:
    """With the lines."""
    table.write_text(CSV + "x,bench,,north,10.7\ny,bench,,south,10.7\n")

    told = programs.describe(programs.import_file(table, **FACTS))

    assert "2 were left:\n  1 × This is not a number: north (line 52)" in told


@pytest.mark.django_db
def test_strict_takes_nothing_when_anything_has_to_be_left(table: Path) -> None:
    """And what was there before stays."""
    programs.import_file(table, **FACTS)
    table.write_text("id,category,lat,lon\n1,bench,45.1,10.7\n2,bench,north,10.7\n")

    with pytest.raises(BadInput, match="line 3"):
        programs.import_file(table, strict=True, **FACTS)

    assert Place.objects.filter(withdrawn_at=None).count() == 50


@pytest.mark.django_db
@pytest.mark.parametrize("licence", ["", "  "])
def test_a_file_without_a_licence_is_refused(table: Path, licence: str) -> None:
    """Before it is read."""
    with pytest.raises(BadInput, match="without a licence"):
        programs.import_file(table, source="Somebody", licence=licence)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """By its name."""
    with pytest.raises(NotFound, match=r"nothing\.csv"):
        programs.import_file(tmp_path / "nothing.csv", source="x", licence="CC0-1.0")


def test_half_a_file_is_refused(tmp_path: Path) -> None:
    """A download that broke off."""
    path = tmp_path / "half.geojson"
    path.write_text('{"type": "FeatureCollection", "features": [')

    with pytest.raises(BadInput, match="not whole"):
        programs.import_file(path, source="x", licence="CC0-1.0")


@pytest.mark.django_db
@pytest.mark.parametrize("packed", [True, False])
def test_a_feed_is_read_from_a_zip_or_a_folder(tmp_path: Path, packed: bool) -> None:
    """And its departures can be asked for."""
    path = tmp_path / "feed"
    if packed:
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in FEED.items():
                archive.writestr(f"inner/{name}", content)
    else:
        path.mkdir()
        for name, content in FEED.items():
            (path / name).write_bytes(content)
    first = programs.import_file(path, **FACTS)
    stored = set(TransitStopTime.objects.values_list("id", flat=True))

    second = programs.import_file(path, **FACTS)

    assert (first.taken, second.changed_nothing) == (3, True)
    assert set(TransitStopTime.objects.values_list("id", flat=True)) == stored
    board = queries.departures_at("gtfs:the-town/s1", at(8, 6), at(9, 0))
    assert [(departure.at, departure.line, departure.wheelchair) for departure in board] == [
        *((at(8, 6, minute), "2", None) for minute in (0, 20, 40)),
        (at(8, 23, 51), "10", True),
    ]


@pytest.mark.django_db
def test_a_changed_feed_replaces_its_timetable(tmp_path: Path) -> None:
    """Nothing of the old one is left."""
    path = tmp_path / "feed"
    path.mkdir()
    for name, content in FEED.items():
        (path / name).write_bytes(content)
    programs.import_file(path, **FACTS)
    (path / "stop_times.txt").write_bytes(
        FEED["stop_times.txt"].replace(b"7:00:00", b"7:30:00").replace(b"7:05", b"7:45")
    )

    programs.import_file(path, **FACTS)

    board = queries.departures_at("gtfs:the-town/st", at(8, 6), at(9, 0))
    assert [departure.at for departure in board] == [at(8, 7, 30)]


@pytest.mark.django_db
def test_declared_files_are_taken_in_where_they_are(tmp_path: Path, settings, table: Path) -> None:
    """Those that are not there are passed over."""
    folder = tmp_path / "city"
    folder.mkdir()
    (folder / "city.yaml").write_bytes((settings.CITY.folder / "city.yaml").read_bytes())
    declared = [
        {"path": "benches.csv", "kind": "csv", "source": "The town", "licence": "CC0-1.0"},
        {"path": "absent.geojson", "kind": "geojson", "source": "Nobody", "licence": "CC0-1.0"},
    ]
    (folder / "imports.yaml").write_text(json.dumps({"imports": declared}))
    reports = programs.import_declared(load_city(folder), table.parent, now=NOW)

    assert [(report.source, report.taken) for report in reports] == [("The town", 50)]


IMPORT = """
import os, signal, django
django.setup()
from pathlib import Path
from django.core.management import call_command
from manto.places import programs
if os.environ.get("MIGRATE"):
    call_command("migrate", verbosity=0)
def kill_myself(doing, done, of):
    if os.environ.get("KILL") and doing.startswith("Storing") and done >= 500:
        os.kill(os.getpid(), signal.SIGKILL)
programs.import_file(Path(os.environ["TABLE"]), source="The town", licence="CC0-1.0", progress=kill_myself)
"""


@pytest.mark.process
def test_a_killed_import_leaves_what_was_there(table: Path, tmp_path: Path) -> None:
    """Killed in the middle of writing, with the first five hundred of two thousand rows on their way."""
    database = tmp_path / "town.sqlite3"
    environment = {**os.environ, "MANTO_HOME": str(tmp_path), "TABLE": str(table), "MANTO_WRITER": "group"}
    environment["MANTO_DATABASE_URL"] = f"sqlite:///{database}"

    def import_table(**more: str) -> int:
        return subprocess.run([sys.executable, "-c", IMPORT], env=environment | more, check=False).returncode

    def stored() -> tuple[int, int]:
        with closing(sqlite3.connect(database)) as connection:
            return connection.execute(
                "select (select count(*) from places_place where withdrawn_at is null), count(*) from places_importrun"
            ).fetchone()

    assert import_table(MIGRATE="1") == 0
    table.write_text("id,category,name,lat,lon\n" + "".join(f"n{n},toilets,,45.{1000 + n},10.7\n" for n in range(2000)))

    killed = import_table(KILL="1")

    assert (killed, stored()) == (-signal.SIGKILL, (50, 1))
    assert (import_table(), stored()) == (0, (2000, 2))


@pytest.mark.django_db
def test_a_day_later_the_report_says_what_changed(table: Path) -> None:
    """One row new, one changed, one gone."""
    programs.import_file(table, **FACTS)
    rows = CSV.splitlines()
    table.write_text("\n".join([rows[0], *rows[2:-1], rows[-1].replace("Panchina", "Sedile"), "new,bench,,45.2,10.7"]))

    report = programs.import_file(table, **{**FACTS, "now": NOW + timedelta(days=1)})

    assert (report.taken, report.changed, report.withdrawn, report.unchanged) == (1, 1, 1, 48)
    assert ImportRun.objects.count() == 2
