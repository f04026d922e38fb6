"""What a city writes by hand is read, and a slip of the pen is told with its place."""

from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings

from manto.city import load_city
from manto.places.drafts import EventDraft, Leaving, PlaceDraft
from manto.places.importing.city_folder import read_events, read_places
from manto.places.models import Event, Place
from manto.places.occurrences import Recurrence, occurrences
from manto.places.programs import import_city

from .conftest import NOW, ROME

PALAZZO_TE = {
    "id": "palazzo-te",
    "category": "museum",
    "name": {"it": "Palazzo Te", "en": "Palazzo Te"},
    "at": [45.1477, 10.7864],
    "wheelchair": True,
    "access": {"kerb_cm": 3, "step_free": True},
}
MARKET = {
    "id": "market",
    "title": {"it": "Mercato", "en": "Market"},
    "place": "palazzo-te",
    "starts": "2026-01-08T08:00",
    "minutes": 330,
    "rrule": "FREQ=WEEKLY;BYDAY=TH",
    "kind": "market",
}


def test_a_place_is_read() -> None:
    """A bare yes of YAML is the word yes."""
    [place] = read_places("mantova", [("museums.yaml", [PALAZZO_TE])])

    assert isinstance(place, PlaceDraft)
    assert (place.id, place.wheelchair, place.access["kerb_cm"]) == ("mantova:palazzo-te", "yes", 3)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"category": "musem"}, "Did you mean"),
        ({"at": "45,1 10,7"}, "'at'"),
        ({"at": [145.0, 10.7]}, "not a position"),
        ({"name": "Palazzo Te"}, "'name'"),
        ({"wheelchair": "maybe"}, "wheelchairs"),
        ({"opening": "24/7"}, "opening"),
        ({"name": None}, "lacks name"),
    ],
)
def test_a_slip_in_a_place_is_told_with_its_file_and_id(change: dict, told: str) -> None:
    """The rest of the file is read all the same."""
    slip, good = read_places("mantova", [("museums.yaml", [PALAZZO_TE | change, PALAZZO_TE])])

    assert isinstance(slip, Leaving)
    assert slip.where == "museums.yaml, palazzo-te"
    assert told in slip.detail
    assert isinstance(good, PlaceDraft)


@pytest.mark.parametrize(
    "change", [{"rrule": "WEEKLY"}, {"starts": "thursday"}, {"minutes": 0}, {"kind": "rave"}, {"ages": [14, 6]}]
)
def test_a_slip_in_an_event_is_told(change: dict) -> None:
    """Nothing that cannot happen is stored."""
    [slip] = read_events("mantova", [("events.yaml", [MARKET | change])])

    assert isinstance(slip, Leaving)


def test_a_rule_may_end_as_calendars_write_it() -> None:
    """With a Z that means nothing where the beginning has no zone."""
    [event] = read_events(
        "mantova", [("events.yaml", [MARKET | {"rrule": "FREQ=WEEKLY;UNTIL=20260201T000000Z;BYDAY=TH"}])]
    )
    recurrence = Recurrence(datetime(2026, 1, 8, 8), 330, event.rrule)

    found = occurrences(recurrence, datetime(2026, 1, 1, tzinfo=ROME), datetime(2027, 1, 1, tzinfo=ROME), ROME)

    assert [begins.day for begins, _ in found] == [8, 15, 22, 29]


def test_an_event_names_its_place_in_the_whole_city() -> None:
    """As places are named."""
    [event] = read_events("mantova", [("events.yaml", [MARKET])])

    assert isinstance(event, EventDraft)
    assert (event.id, event.place) == ("mantova:market", "mantova:palazzo-te")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a city of one museum and one market."""
    (tmp_path / "places").mkdir()
    for name in ("city.yaml", "tokens.json"):
        if (file := settings.CITY.folder / name).exists():
            (tmp_path / name).write_bytes(file.read_bytes())
    (tmp_path / "places" / "museums.yaml").write_text(
        "- {id: te, category: museum, name: {it: Palazzo Te}, at: [45.1477, 10.7864], opening_hours: '24/7'}\n"
    )
    (tmp_path / "events.yaml").write_text(
        "- {id: m, title: {it: Mercato}, starts: '2026-01-08T08:00', minutes: 330, kind: market, place: te}\n"
    )
    return tmp_path


@pytest.mark.django_db
def test_a_city_folder_is_taken_in_and_again_changes_nothing(folder: Path) -> None:
    """Places and events are one source."""
    city = load_city(folder)
    first = import_city(city, now=NOW)

    second = import_city(city, now=NOW)

    assert (first.taken, first.left) == (2, 0)
    assert second.changed_nothing
    assert Place.objects.get().source == Event.objects.get().source
