"""What the command line does for this room."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from time import perf_counter
from typing import Any

from django.conf import settings

from manto.city import City, read_yaml
from manto.city.texts import Texts
from manto.kernel.errors import BadInput, NotFound
from manto.places.commands import Report, import_content
from manto.places.drafts import Progress, Reading, no_progress
from manto.places.gathering import Content, SourceFacts, check_source, gather, refuse_what_was_left
from manto.places.importing import (
    city_folder,
    city_overlays,
    csv_rows,
    event_feeds,
    geojson,
    gtfs,
    osm_pbf,
    overpass,
    sniffing,
)
from manto.places.importing.city_timetable import read_timetable
from manto.places.importing.footprints import read_footprints
from manto.places.importing.street_network import streets_by_hand, streets_of_overpass, streets_of_pbf
from manto.places.models import Place
from manto.places.reasons import reason_text
from manto.places.search_words import fold
from manto.places.snapshot import hours_reader
from manto.places.totems import keep_totems
from manto.places.trail_shelf import keep_trails

REASONS_SHOWN = 12

_texts = Texts.of_room("manto.places")


def import_city(city: City, progress: Progress = no_progress, *, now: datetime | None = None) -> Report:
    """Take in what the city wrote by hand in its folder: places, overlays, events, houses, streets, lines, trails.

    Raises:
        BadInput: A file is not YAML or not a list.

    """
    began = perf_counter()
    places = [(file.name, read_yaml(file)) for file in sorted((city.folder / "places").glob("*.yaml"))]
    events = [(file.name, read_yaml(file)) for file in [city.folder / "events.yaml"] if file.exists()]
    overlays = [(file.name, read_yaml(file)) for file in sorted((city.folder / "overlays").glob("*.yaml"))]
    places, left = city_overlays.with_overlays(places, overlays)
    read = city_folder.read_places(city.id, places, city.time_zone)
    content = gather(chain(read, left, city_folder.read_events(city.id, events)), hours_reader().check, progress)
    houses = city.folder / "buildings.geojson"
    if houses.is_file():
        content.footprints = read_footprints(_json(houses, "features"))
    streets = city.folder / "streets.yaml"
    if streets.is_file():
        content.streets = streets_by_hand(read_yaml(streets), streets.name)
    name = city.name[city.default_language]
    licence = next((named.licence for named in city.attributions if named.licence), "EUPL-1.2")
    lines = city.folder / "timetable.yaml"
    if lines.is_file():
        content.timetable = read_timetable(city.id, read_yaml(lines), lines.name)
    source = SourceFacts(f"city-{city.id}", name, licence, url=city.web)
    report = _import(source, content, file=city.folder.name, kind="city", now=now, began=began, progress=progress)
    totems = city.folder / "totems.yaml"
    if totems.is_file():
        serials = {serial: f"{city.id}:{place}" for serial, place in (read_yaml(totems) or {}).items()}
        keep_totems(serials, now=now or settings.CLOCK.now())
    trails = [read_yaml(file) for file in sorted((city.folder / "trails").glob("*.yaml"))]
    keep_trails(trails, city=city.id, now=now or settings.CLOCK.now())
    return report


def import_declared(
    city: City, shared: Path, progress: Progress = no_progress, *, now: datetime | None = None
) -> list[Report]:
    """Take in the files that the city's ``imports.yaml`` names, those that are there.

    Args:
        city: Whose file it is.
        shared: Where else to look for the files, after the city's folder.
        progress: Told how far it is.
        now: When; the city's clock says when left out.

    """
    file = city.folder / "imports.yaml"
    declared = (read_yaml(file) or {}).get("imports") or [] if file.is_file() else []
    reports = []
    for entry in declared:
        path = next(
            (folder / entry["path"] for folder in (city.folder, shared) if (folder / entry["path"]).exists()), None
        )
        if path is not None:
            facts: dict[str, Any] = {key: value for key, value in entry.items() if key != "path"}
            if facts.get("redate_to") == "today":
                facts["redate_to"] = (now or settings.CLOCK.now()).astimezone(city.time_zone).date()
            reports.append(import_file(path, **facts, progress=progress, now=now))
    return reports


def import_file(
    path: Path,
    *,
    source: str,
    licence: str,
    kind: str | None = None,
    attribution: str = "",
    url: str = "",
    strict: bool = False,
    redate_to: date | None = None,
    progress: Progress = no_progress,
    now: datetime | None = None,
) -> Report:
    """Take in places or timetables from a file.

    Args:
        path: A file, or for GTFS a folder or zip.
        source: Whose data it is; another file of the same source replaces what this one brought.
        licence: Under which licence.
        kind: osm, overpass, geojson, gtfs or csv; found out from the content when left out.
        attribution: The words its owner wants shown; the source's name when left out.
        url: Where it comes from.
        strict: Take nothing when a row has to be left.
        redate_to: For the timetable of another year: a day on which it should hold.
        progress: Told how far it is.
        now: When; the city's clock says when left out.

    Raises:
        NotFound: There is no such file.
        BadInput: It cannot be read, or comes without a licence, or is not whole and must be.

    """
    began = perf_counter()
    facts = SourceFacts(slug(source), source, licence, attribution, url)
    check_source(facts)
    if not path.exists():
        raise NotFound(f"There is no file {path}.", "Check its name.")
    kind = kind or _kind_of(path)
    content = _gather(path, kind, facts.id, redate_to, progress)
    if strict:
        refuse_what_was_left(content)
    return _import(facts, content, file=path.name, kind=kind, now=now, began=began, progress=progress)


def describe(report: Report, language: str = "en") -> str:
    """Say what an import did, in words."""
    rows = report.taken + report.changed + report.unchanged + report.left
    facts = {**vars(report), "seconds": f"{report.seconds:.1f}", "per_second": f"{rows / report.seconds:,.0f}"}
    lines = [_texts.say("report.nothing" if report.changed_nothing else "report.done", language, **facts)]
    if report.left:
        lines.append(_texts.say("report.left", language, count=report.left))
    for group in report.groups[:REASONS_SHOWN]:
        reason = reason_text(group.reason, group.detail, language)
        lines.append(_texts.say("report.group", language, count=group.count, reason=reason, line=group.line))
    if (more := len(report.groups) - REASONS_SHOWN) > 0:
        lines.append(_texts.say("report.more", language, count=more))
    return "\n".join(lines)


def slug(name: str) -> str:
    """Make a source's id of its name.

    >>> slug("OpenStreetMap, Città di Firenze")
    'openstreetmap-citta-di-firenze'
    """
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:60].strip("-") or "source"


def _import(source: SourceFacts, content: Content, *, now: datetime | None, **facts: Any) -> Report:
    report: Report = import_content(source, content, now=now or settings.CLOCK.now(), **facts)
    return replace(report, source=source.name)


def _kind_of(path: Path) -> str:
    if path.is_dir():
        if (path / "stops.txt").is_file():
            return "gtfs"
        raise BadInput(
            f"{path} is a folder without stops.txt.", "A folder is read as GTFS; for anything else name a file."
        )
    with path.open("rb") as file:
        return sniffing.sniff(file.read(sniffing.HEAD_BYTES), path.name)


def _gather(path: Path, kind: str, source: str, redate_to: date | None, progress: Progress) -> Content:
    check = hours_reader().check
    if kind == "gtfs":
        feed = gtfs.read_gtfs(
            *(_gtfs_files(path), source, settings.CITY.default_language, _line_text),
            redate_to=redate_to,
        )
        content = gather(chain(feed.places, feed.left), check, progress)
        return replace(content, timetable=feed.timetable)
    content = gather(_reading(path, kind, source), check, progress)
    if kind == "geojson":
        content.footprints = read_footprints(_json(path, "features"), of_buildings=True) or None
    elif kind == "osm":
        content.streets = streets_of_pbf(path) or None
    elif kind == "overpass":
        content.streets = streets_of_overpass(_json(path, "elements")) or None
    return content


def _reading(path: Path, kind: str, source: str) -> Reading:
    language = settings.CITY.default_language
    if kind == "osm":
        return osm_pbf.read_pbf(path, language)
    if kind == "csv":
        return csv_rows.read_csv(path.read_bytes(), source, language)
    if kind == "geojson":
        return geojson.read_geojson(_json(path, "features"), source, language)
    if kind == "ical":
        return event_feeds.read_ical(path.read_bytes(), source, language, settings.CITY.time_zone, _place_named())
    if kind == "schemaorg":
        content = event_feeds.json_of(path.read_bytes())
        return event_feeds.read_schema_org(content, source, language, settings.CITY.time_zone, _place_named())
    if kind == "overpass":
        return overpass.read_overpass(_json(path, "elements"), language)
    raise BadInput(f"There is no kind of file '{kind}'.", f"Known are {', '.join(sniffing.KINDS)}.")


def _place_named() -> event_feeds.PlaceOf:
    """Find places by their names, where exactly one carries it; what follows a comma is an address."""
    named: dict[str, set[str]] = {}
    for id_, names in Place.objects.filter(withdrawn_at=None).values_list("id", "name"):
        for name in set(names.values()):
            named.setdefault(fold(name), set()).add(id_)

    def place_of(location: str) -> str:
        for name in (location, location.partition(",")[0]):
            found = named.get(fold(name.strip()), set())
            if len(found) == 1:
                return next(iter(found))
        return ""

    return place_of


def _json(path: Path, key: str) -> dict[str, Any]:
    try:
        content = json.loads(path.read_bytes())
    except ValueError as error:
        raise BadInput(f"{path.name} is not whole: {error}.", "Fetch it again.") from None
    if not isinstance(content, dict) or not isinstance(content.get(key), list):
        raise BadInput(f"{path.name} has no list of {key}.", "Fetch it again, or name its kind with --kind.")
    return content


def _gtfs_files(path: Path) -> dict[str, bytes]:
    if path.is_dir():
        return {name: (path / name).read_bytes() for name in gtfs.READ if (path / name).is_file()}
    try:
        with zipfile.ZipFile(path) as packed:
            return dict(_unpacked(packed))
    except zipfile.BadZipFile as error:
        raise BadInput(f"{path.name} is not a whole zip: {error}.", "Fetch it again.") from None


def _unpacked(packed: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    for name in packed.namelist():
        if (last := name.rpartition("/")[2]) in gtfs.READ:
            yield last, packed.read(name)


def _line_text(lines: list[str]) -> dict[str, str]:
    return {
        language: _texts.say("stop.lines", language, count=len(lines), lines=", ".join(lines))
        for language in _texts.everywhere("stop.lines")
    }
