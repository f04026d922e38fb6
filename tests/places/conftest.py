"""A small city of our own for the tests of places."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from manto.places.drafts import PlaceDraft
from manto.places.gathering import SourceFacts
from manto.places.hours import HoursReader

ROME = ZoneInfo("Europe/Rome")
NOW = datetime(2026, 6, 9, 8, 0, tzinfo=UTC)  # a Tuesday, ten o'clock in town
TOWN = SourceFacts("town", "The town", "CC0-1.0", "The town hall", "https://example.org")


@pytest.fixture(scope="session")
def hours() -> HoursReader:
    """Read hours as they hold in Mantua."""
    return HoursReader(ROME, (45.158, 10.794))


def draft(ref: str, category: str = "pharmacy", at: tuple[float, float] = (45.158, 10.794), **facts) -> PlaceDraft:
    """Make a place of the town."""
    facts.setdefault("name", {"it": ref.title()})
    return PlaceDraft(f"town:{ref}", ref, category, *at, **facts)
