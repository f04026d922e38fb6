"""What the other rooms and the app are told about places and events."""

from datetime import datetime, timedelta

import pytest

from manto.kernel.errors import NotFound, UnknownName
from manto.places import queries
from manto.places.drafts import EventDraft

from .conftest import NOW, ROME, draft
from .test_importing import LATER, take

MARKET = EventDraft(
    "town:market", "market", {"it": "Mercato", "en": "Market"}, {}, "town:te", "2026-01-08T08:00", 330,
    "FREQ=WEEKLY;BYDAY=TH", "market", free=True,
)  # fmt: skip


@pytest.fixture
def town(db) -> None:
    """Take in a palace, three pharmacies north of it, and a market on Thursdays."""
    take(
        draft(
            "te", "museum", (45.1477, 10.7864), name={"it": "Palazzo Te"}, about={"en": "A villa."}, wheelchair="yes"
        ),
        draft("shut", at=(45.1480, 10.7864), opening_hours="Mo-Su 20:00-22:00"),
        draft("unknown", at=(45.1485, 10.7864), name={}),
        draft("open", at=(45.1490, 10.7864), opening_hours="Mo-Su 08:00-20:00"),
        MARKET,
    )


@pytest.mark.usefixtures("town")
def test_the_nearest_open_pharmacy_comes_before_one_whose_hours_nobody_knows() -> None:
    """One that is surely closed is not shown at all."""
    page = queries.places_near((45.1477, 10.7864), now=NOW, language="en", categories=["pharmacy"], open_now=True)

    assert [card.id for card in page.items] == ["town:open", "town:unknown"]
    assert [card.open.text for card in page.items] == ["Open until 20.00", "Hours not known"]
    assert page.items[0].distance_m == pytest.approx(144.6, abs=0.1)
    assert [source.attribution for source in page.attributions] == ["The town hall"]


@pytest.mark.usefixtures("town")
def test_what_has_no_name_is_called_by_its_kind() -> None:
    """In the reader's language."""
    cards = queries.places_by_id(["town:unknown", "town:nowhere"], now=NOW, language="it")

    assert [card.name for card in cards.values()] == ["Farmacia"]


@pytest.mark.usefixtures("town")
def test_a_page_says_where_the_next_begins() -> None:
    """And the last one says that it is the last."""
    first = queries.places_near(None, now=NOW, language="it", limit=3)
    last = queries.places_near(None, now=NOW, language="it", limit=3, skip=first.next_skip)

    assert (first.total, first.next_skip, last.next_skip) == (4, 3, None)
    assert len({card.id for card in first.items + last.items}) == 4


@pytest.mark.usefixtures("town")
def test_a_place_tells_what_happens_there() -> None:
    """With its source, its week, and texts in the nearest language there is."""
    place = queries.place("town:te", now=NOW, language="it")

    assert [event.starts for event in place.events] == [
        datetime(2026, 6, 11, 8, tzinfo=ROME),
        datetime(2026, 6, 18, 8, tzinfo=ROME),
    ]
    assert (place.about, place.week, place.source.licence) == ("A villa.", [], "CC0-1.0")


@pytest.mark.usefixtures("town")
def test_a_market_stays_at_eight_when_the_clocks_change() -> None:
    """In winter and in summer."""
    events = queries.events_between(
        datetime(2026, 3, 25, tzinfo=ROME), datetime(2026, 4, 3, tzinfo=ROME), language="en", near=(45.1477, 10.7964)
    )

    assert [event.starts.isoformat() for event in events] == ["2026-03-26T08:00:00+01:00", "2026-04-02T08:00:00+02:00"]
    assert (events[0].title, events[0].place.name, round(events[0].distance_m)) == ("Market", "Palazzo Te", 784)


@pytest.mark.usefixtures("town")
def test_an_event_under_way_is_told_until_it_ends() -> None:
    """And not a minute longer."""
    end = datetime(2026, 6, 11, 13, 30, tzinfo=ROME)

    assert queries.events_between(end - timedelta(minutes=1), end, language="it")
    assert not queries.events_between(end, end + timedelta(minutes=1), language="it")


@pytest.mark.usefixtures("town")
def test_what_changed_is_seen_at_once() -> None:
    """A withdrawn place is gone from every answer."""
    assert queries.places_near(None, now=NOW, language="it").total == 4

    take(draft("te", "museum", (45.1477, 10.7864)), now=LATER)

    assert [card.id for card in queries.places_near(None, now=NOW, language="it").items] == ["town:te"]
    with pytest.raises(NotFound, match="town:open"):
        queries.place("town:open", now=NOW, language="it")


def test_a_category_that_is_not_there_is_told_with_the_nearest() -> None:
    """A slip of the keyboard is not an empty list."""
    with pytest.raises(UnknownName, match="pharmacy"):
        queries.places_near(None, now=NOW, language="en", categories=["farmacy"])
