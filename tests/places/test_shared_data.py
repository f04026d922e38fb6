"""Real input: the places of Florence and the buses of Matera."""

from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest

from manto.places import programs, queries
from manto.places.models import Place, TransitShape, TransitTrip

from .conftest import NOW, ROME

pytestmark = [pytest.mark.shared, pytest.mark.django_db]
DUOMO = (43.7731, 11.2560)
OSM = {"source": "OpenStreetMap", "licence": "ODbL-1.0", "attribution": "© OpenStreetMap contributors"}


@pytest.fixture
def florence(shared: Path) -> programs.Report:
    """Take in the places of Florence."""
    return programs.import_file(shared / "places" / "firenze_pois.geojson", **OSM, now=NOW)


def test_of_8345_features_7455_are_places(florence: programs.Report) -> None:
    """The other 890 are of kinds that the city does not show, and each is accounted for."""
    assert (florence.taken, florence.left, florence.taken + florence.left) == (7455, 890, 8345)
    assert sum(group.count for group in florence.groups) == 890
    assert {group.reason for group in florence.groups} == {"no_category"}
    kinds = Counter(Place.objects.values_list("category", flat=True))
    assert (kinds["pharmacy"], kinds["restaurant"], kinds["train_station"]) == (112, 963, 9)


def test_florence_twice_is_florence_once(florence: programs.Report, shared: Path) -> None:
    """To the last byte of the last row."""
    before = list(Place.objects.order_by("id").values_list())

    again = programs.import_file(shared / "places" / "firenze_pois.geojson", **OSM, now=datetime.now(ROME))

    assert list(Place.objects.order_by("id").values_list()) == before
    assert (again.unchanged, again.changed_nothing) == (7455, True)


def test_the_nearest_pharmacy_is_found_from_the_cathedral(florence: programs.Report) -> None:
    """Their hours are not in the data, and the answer says so instead of hiding them."""
    page = queries.places_near(DUOMO, now=NOW, language="en", categories=["pharmacy"], open_now=True, limit=3)

    assert (page.total, page.items[0].name) == (112, "Farmacia All'Insegna del Moro")
    assert {card.open.text for card in page.items} == {"Hours not known"}
    assert [card.distance_m for card in page.items] == sorted(card.distance_m for card in page.items)
    assert [source.attribution for source in page.attributions] == ["© OpenStreetMap contributors"]


@pytest.mark.parametrize("text", ["Palazzo Vecchio", "palazzo vecchio", "vecchio palazzo"])
def test_a_place_is_found_by_its_whole_name_first(florence: programs.Report, text: str) -> None:
    """Before the shop that is named after it and stands nearer."""
    page = queries.places_near(DUOMO, now=NOW, language="it", text=text)

    assert page.items[0].name == "Palazzo Vecchio"


def test_matera_has_its_stops_lines_and_departures(shared: Path) -> None:
    """Moved from 2014 to the day on which it is shown."""
    facts = {"source": "Miccolis", "licence": "CC-BY-3.0", "redate_to": date(2026, 11, 23), "now": NOW}
    folder = shared / "mobility" / "gtfs-matera"
    report = programs.import_file(folder, **facts)

    again = programs.import_file(folder, **facts)

    assert (report.taken, report.left, again.changed_nothing) == (210, 0, True)
    assert (TransitTrip.objects.count(), TransitShape.objects.exists()) == (99, True)
    stop = "gtfs:miccolis/2513732553"
    assert Place.objects.get(id=stop).about["it"] == "Fermata delle linee 1, 2, 8, 9, 11."
    monday, sunday = (
        queries.departures_at(stop, datetime(2026, 11, day, tzinfo=ROME), datetime(2026, 11, day, 23, 59, tzinfo=ROME))
        for day in (23, 22)
    )
    assert [(str(departure.at.time()), departure.line) for departure in monday[:2]] == [
        ("00:01:00", "8"),
        ("00:01:00", "9"),
    ]
    assert {departure.trip.split("_")[1] for departure in monday} == {"WW"}
    assert {departure.trip.split("_")[1] for departure in sunday} == {"NW"}
