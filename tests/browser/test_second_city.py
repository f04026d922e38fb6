"""Florence: another city from its own folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.browser.conftest import City, Serve, phone
from tests.browser.street import Walker

SIGNORIA = (43.76945, 11.25585)


@pytest.fixture(scope="module")
def florence(served: Serve) -> Iterator[City]:
    """Serve Florence."""
    with served("firenze") as city:
        yield city


def test_florence_has_its_own_name_and_places(browser: Browser, florence: City) -> None:
    """Nothing of Mantua is left but the program."""
    with phone(browser, florence) as visitor:
        visitor.opens("/").sees("Florence").does_not_see("Mantua")
        visitor.opens("/around").searches("Search a place", "Uffizi").sees("Uffizi")


@pytest.mark.shared
def test_the_nearest_open_pharmacy_of_8345_places(browser: Browser, florence: City, shared: Path) -> None:
    """The real file is taken over at the start; search says what is open, nearest first, and names the source."""
    with phone(browser, florence) as visitor:
        page = visitor.opens("/").asks("/api/v1/places?category=pharmacy&open_now=true&near=43.7696,11.2558&limit=5")
        assert page["total"] > 10
        states = [item["open"]["state"] for item in page["items"]]
        assert "closed" not in states
        assert states == sorted(states, key=["open", "unknown"].index)
        assert any("OpenStreetMap" in source["text"] for source in page["attributions"])

        visitor.opens("/around").searches("Search a place", "pharmacy").sees("OpenStreetMap")


@pytest.mark.shared
def test_florence_is_drawn_with_the_network_off_and_its_labels_have_room(
    browser: Browser, florence: City, shared: Path
) -> None:
    """Its own basemap lies on the phone; among thousands of places no label covers another, and the rest is counted."""
    spot = {"latitude": SIGNORIA[0], "longitude": SIGNORIA[1], "accuracy": 8}
    with phone(
        browser, florence, geolocation=spot, permissions=["geolocation", "camera"], service_workers="allow"
    ) as visitor:
        walker = Walker(visitor).has_a_compass(0)
        walker.looks_through_the_camera().looks_to(0)
        labels = walker.labels()
        assert 4 <= len(labels) <= 12
        for first in labels:
            for other in labels:
                apart = first["right"] <= other["left"] or other["right"] <= first["left"]
                assert first is other or apart or first["bottom"] <= other["top"] or other["bottom"] <= first["top"]
        assert int(walker.page.locator(".camera__rest summary").inner_text().split()[0]) > 10

        visitor.opens("/around?as=map").waits_for_the_worker().sees_the_map().sees("Protomaps")
        visitor.goes_offline()
        visitor.page.reload()
        visitor.sees_the_map().sees("Protomaps")
