"""What Mantua tells on the spot, and its codes in the street."""

from manto.city import load_city, read_yaml
from manto.places.drafts import Leaving, PlaceDraft
from manto.places.importing.city_folder import read_places
from manto.places.importing.city_overlays import with_overlays
from manto.places.totem_codes import ALPHABET

from .conftest import DEMO

MANTOVA = DEMO / "mantova"


def test_the_city_speaks_where_one_stands() -> None:
    """At least sixty stories in both languages, each with what there is to see; a story is short enough to be heard."""
    folder = load_city(MANTOVA)
    places = [(file.name, read_yaml(file)) for file in sorted((folder.folder / "places").glob("*.yaml"))]
    overlays = [(file.name, read_yaml(file)) for file in sorted((folder.folder / "overlays").glob("*.yaml"))]

    files, left = with_overlays(places, overlays)
    drafts = list(read_places("mantova", files, folder.time_zone))

    told = [draft for draft in drafts if isinstance(draft, PlaceDraft) and draft.story]
    assert left == []
    assert [draft for draft in drafts if isinstance(draft, Leaving)] == []
    assert len(told) >= 60
    for draft in told:
        assert {"it", "en"} <= set(draft.story), draft.id
        assert {"it", "en"} <= set(draft.text_alternative), draft.id
        assert all(12 <= len(text.split()) <= 60 for text in draft.story.values()), draft.id
    assert sum(bool(draft.access.get("kerb_cm")) for draft in told) >= 10


def test_what_can_be_begun_on_the_spot_begins_there() -> None:
    """A service, a booking, a report: each leads to a page that there is, not to a list in which one has to search."""
    overlays = [one for file in sorted((MANTOVA / "overlays").glob("*.yaml")) for one in read_yaml(file)]
    begun = [action for one in overlays for action in one.get("actions", ())]
    services = {f"/services/about/{file.stem}" for file in (MANTOVA / "services").glob("*.yaml")}
    reports = {f"/services/report?kind={one['code']}" for one in read_yaml(MANTOVA / "reports.yaml")["kinds"]}

    assert {action["kind"] for action in begun} >= {"service", "book", "report"}
    assert {action["href"] for action in begun} <= services | reports


def test_every_totem_leads_to_a_place_of_the_city() -> None:
    """By a serial that can be typed."""
    serials = read_yaml(MANTOVA / "totems.yaml")
    places = {entry["id"] for file in (MANTOVA / "places").glob("*.yaml") for entry in read_yaml(file)}

    assert len(serials) >= 20
    assert set(serials.values()) <= places
    assert all(len(serial) == 4 and set(serial) <= set(ALPHABET) for serial in serials)
