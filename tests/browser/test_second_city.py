"""Florence: another city from its own folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.browser.conftest import City, phone


@pytest.fixture(scope="module")
def florence(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """Serve Florence."""
    city = City(tmp_path_factory.mktemp("florence"), city="firenze")
    city.start()
    yield city
    city.kill()


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
