"""What is said about opening hours holds until the minute that it names."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manto.kernel.errors import BadInput
from manto.places.hours import HoursReader
from manto.places.hours_text import opening_text, week_text

from .conftest import ROME

TEXTS = [
    "24/7",
    "off",
    "Mo 13:00-18:30; Tu-Su 09:00-18:30",
    "Mo-Fr 09:00-12:30,15:30-19:30; Sa 09:00-12:30; PH off",
    "Fr-Sa 20:00-02:00",
    "Mo-Su 00:00-24:00; PH off",
    'Mo-Fr 09:00-12:00 unknown "su appuntamento"',
    "Mar 1-Oct 31 sunrise-sunset",
    'Mo-Fr 08:00-12:00 open "sportello", 12:00-14:00 open "telefono"',
]
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))


@given(st.sampled_from(TEXTS), moments, st.floats(0, 0.999))
def test_an_answer_holds_until_the_moment_it_names(hours: HoursReader, text: str, now: datetime, part: float) -> None:
    """Also over the nights on which the clocks change."""
    answer = hours.opening(text, now)
    until = answer.until or now + timedelta(days=30)

    later = hours.opening(text, now + (until.astimezone(UTC) - now) * part)

    assert (later.state, later.until, later.opens) == (answer.state, answer.until, answer.opens)


@given(st.sampled_from(TEXTS), moments)
def test_a_state_ends_when_it_is_said_to_end(hours: HoursReader, text: str, now: datetime) -> None:
    """And what is said to open next is open then."""
    answer = hours.opening(text, now)

    if answer.until:
        assert hours.opening(text, answer.until).state != answer.state
    if answer.opens:
        assert hours.opening(text, answer.opens).state == "open"


@pytest.mark.parametrize(
    ("text", "at", "english", "italian"),
    [
        ("Tu-Su 09:00-19:15", (6, 9, 10), "Open until 19.15", "Aperto fino alle 19.15"),
        ("Tu-Fr 09:00-12:30,15:30-19:30", (6, 9, 13), "Closed, opens at 15.30", "Chiuso, apre alle 15.30"),
        ("Tu-Fr 09:00-12:30", (6, 9, 13), "Closed, opens tomorrow at 9.00", "Chiuso, apre domani alle 9.00"),
        ("Mo-Fr 09:00-19:30", (6, 13, 10), "Closed, opens Monday at 9.00", "Chiuso, apre lunedì alle 9.00"),
        ("Fr-Sa 20:00-02:00", (6, 12, 23), "Open until 2.00", "Aperto fino alle 2.00"),
        ("Mo-Su 08:00-24:00", (6, 12, 23), "Open until 24.00", "Aperto fino alle 24.00"),
        ("24/7", (6, 12, 23), "Open day and night", "Aperto giorno e notte"),
        ("off", (6, 12, 23), "Closed", "Chiuso"),
        (None, (6, 12, 23), "Hours not known", "Orario non noto"),
        ('Mo-Fr 09:00-12:00 unknown "ring"', (6, 9, 10), "Ask first: ring", "Da verificare: ring"),
        ("Dec 1-Dec 31 10:00-18:00", (6, 9, 10), "Closed, opens Tuesday 1 December at 10.00", None),
    ],
)
def test_hours_in_words(hours: HoursReader, text: str | None, at: tuple, english: str, italian: str | None) -> None:
    """One sentence with the next time that matters."""
    now = datetime(2026, *at, tzinfo=ROME)

    opening = hours.opening(text, now)

    assert opening_text(opening, now, "en") == english
    if italian:
        assert opening_text(opening, now, "it") == italian


def test_a_holiday_is_a_day_off(hours: HoursReader) -> None:
    """The second of June is a holiday in Italy, and Mantua's week says so."""
    week = week_text(hours.days("Mo-Fr 09:00-12:30,15:30-19:30; PH off", date(2026, 6, 1)), "en")

    assert week[:3] == [
        ("Monday", "9.00–12.30, 15.30–19.30"),
        ("Tuesday", "Closed"),
        ("Wednesday", "9.00–12.30, 15.30–19.30"),
    ]


def test_a_night_belongs_to_the_evening_on_which_it_began(hours: HoursReader) -> None:
    """Saturday does not say that it opens at midnight."""
    week = week_text(hours.days("Fr 20:00-02:00", date(2026, 6, 12), 2), "it")

    assert week == [("Venerdì", "20.00–2.00"), ("Sabato", "Chiuso")]


def test_day_and_night_is_said_of_each_day(hours: HoursReader) -> None:
    """Not once for the whole week."""
    week = week_text(hours.days("24/7", date(2026, 6, 12), 3), "en")

    assert [text for _, text in week] == ["Day and night"] * 3


def test_hours_that_cannot_be_read_are_refused_by_name(hours: HoursReader) -> None:
    """The message quotes them."""
    with pytest.raises(BadInput, match="dalle nove"):
        hours.check("dalle nove alle cinque")
