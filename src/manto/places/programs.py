"""What the command line does for this room."""

from __future__ import annotations

from datetime import datetime
from time import perf_counter

from django.conf import settings

from manto.city import City, read_yaml
from manto.places.commands import Report, import_content
from manto.places.drafts import Progress, no_progress
from manto.places.gathering import SourceFacts, gather
from manto.places.importing.city_folder import read_events, read_places
from manto.places.snapshot import hours_reader


def import_city(city: City, *, now: datetime | None = None, progress: Progress = no_progress) -> Report:
    """Take in what the city wrote by hand in its folder: ``places/*.yaml`` and ``events.yaml``.

    Raises:
        BadInput: A file is not YAML or not a list.

    """
    began, now = perf_counter(), now or settings.CLOCK.now()
    place_files = sorted((city.folder / "places").glob("*.yaml"))
    places = [(file.name, read_yaml(file)) for file in place_files]
    events = [(file.name, read_yaml(file)) for file in [city.folder / "events.yaml"] if file.exists()]
    reading = (item for read, files in ((read_places, places), (read_events, events)) for item in read(city.id, files))
    content = gather(reading, hours_reader().check, progress)
    name = city.name[city.default_language]
    source = SourceFacts(
        id=f"city-{city.id}", name=name, licence="EUPL-1.2", attribution=city_attribution(city), url=city.web
    )
    return import_content(source, content, file=city.folder.name, kind="city", now=now, began=began, progress=progress)


def city_attribution(city: City) -> str:
    """Say who is named for what the city wrote itself."""
    return " · ".join(entry.text for entry in city.attributions) or city.name[city.default_language]
