"""The demo city's content."""

from datetime import UTC, datetime

import pytest
from django.conf import settings


@pytest.fixture
def mantua(db: None) -> None:
    """Take over the places and events of the demo city."""
    from manto.places.programs import import_city

    import_city(settings.CITY, now=datetime(2026, 6, 9, tzinfo=UTC))
