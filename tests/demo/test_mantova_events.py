"""Mantua's events: on any day of the year the city has something on."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from dateutil.rrule import rrulestr

from .conftest import read

KINDS = {"market", "music", "exhibition", "talk", "family", "sport", "civic", "food"}
Events = list[dict[str, Any]]


@pytest.fixture(scope="module")
def events() -> Events:
    """Give the events."""
    return read("mantova", "events.yaml")


def test_there_are_at_least_thirty_events_each_with_its_own_id(events: Events) -> None:
    """And each kind of event is there."""
    ids = [event["id"] for event in events]

    assert len(ids) >= 30
    assert len(ids) == len(set(ids))
    assert {event["kind"] for event in events} == KINDS


def test_every_event_happens_at_a_place_of_the_city(events: Events, mantova: dict[str, dict[str, Any]]) -> None:
    """One can go there."""
    lost = [event["id"] for event in events if event["place"] not in mantova]

    assert lost == []


def test_every_event_speaks_both_languages(events: Events) -> None:
    """Title and about, in Italian and in English."""
    mute = [event["id"] for event in events if not _speaks(event)]

    assert mute == []


def test_the_first_time_of_an_event_is_one_of_its_times(events: Events) -> None:
    """A rule that never meets its own start would hide the start."""
    wrong = [
        event["id"]
        for event in events
        if "rrule" in event and _rule(event).after(datetime.fromisoformat(event["starts"]), inc=True) != _start(event)
    ]

    assert wrong == []


def test_on_any_day_of_the_year_there_is_something(events: Events) -> None:
    """From the third week of January on, when every weekly event has begun, for a whole year."""
    first = date(2026, 1, 19)
    days = {first + timedelta(days=n) for n in range(366)}

    busy = {when.date() for event in events for when in _times(event, first, first + timedelta(days=366))}

    assert days - busy == set()


def test_a_resident_who_cannot_take_steps_finds_something_every_week(events: Events) -> None:
    """Step-free events exist and are said to be so."""
    step_free = [event for event in events if event.get("step_free")]
    first = date(2026, 2, 2)

    weeks = {when.isocalendar().week for event in step_free for when in _times(event, first, date(2026, 12, 20))}

    assert weeks >= set(range(6, 51))


def _speaks(event: dict[str, Any]) -> bool:
    return all(event[text].get(language) for text in ("title", "about") for language in ("it", "en"))


def _start(event: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(event["starts"])


def _rule(event: dict[str, Any]) -> Any:
    return rrulestr(event["rrule"], dtstart=_start(event))


def _times(event: dict[str, Any], first: date, last: date) -> list[datetime]:
    if "rrule" not in event:
        return [_start(event)]
    between = _rule(event).between(
        datetime.combine(first, datetime.min.time()), datetime.combine(last, datetime.min.time())
    )
    return list(between)
