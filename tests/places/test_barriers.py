"""What somebody met on her way changes the ways of all at once, grows old, and is closed by others or by an officer."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from manto.kernel.errors import BadInput, Conflict, NotFound
from manto.kernel.ids import time_ordered_id
from manto.places import barriers
from manto.places.commands import import_content
from manto.places.gathering import Content
from manto.places.models import Barrier, BarrierWord
from manto.places.walking.barriers import Word, standing
from manto.places.walking.streets import Way
from manto.places.ways_there import ways_on_foot
from manto.residents import personal_data
from manto.store.models import OutboxEvent

from .conftest import NOW, TOWN

# Two streets from west to east, joined at both ends: the upper one is a little longer.
A, B, C, D = (45.15, 10.79), (45.15, 10.794), (45.1504, 10.79), (45.1504, 10.794)
RAMP = (45.15, 10.792)
LORENZO, SOFIA, GIULIA = (time_ordered_id(NOW + timedelta(seconds=second)) for second in range(3))

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def town() -> None:
    """Lay the two streets."""
    ways = [
        Way("1", "Via Bassa", ("a", "b"), (A, B), {"kind": "foot"}),
        Way("2", "Via Alta", ("a", "c", "d", "b"), (A, C, D, B), {"kind": "foot"}),
    ]
    import_content(TOWN, Content(streets=ways), file="town.yaml", kind="city", now=NOW)


def streets_gone(who: str = "wheelchair", now: datetime = NOW) -> list[str]:
    """Name the streets of the best way from west to east."""
    ways, _ = ways_on_foot(A, B, who=who, own_limits={}, now=now)
    return [step.name for step in ways[0].steps]


def test_a_report_changes_the_way_for_her_and_the_next_at_once() -> None:
    """Of wheelchairs; a walker goes on as before, and the event says what and where, never who."""
    assert streets_gone() == ["Via Bassa"]

    barriers.report_barrier("blocked", RAMP, resident_id=LORENZO, now=NOW)

    assert streets_gone() == ["Via Alta"]
    assert streets_gone("walker") == ["Via Bassa"]
    (event,) = OutboxEvent.objects.filter(name="places.barrier_reported")
    assert event.payload == {
        "subject": str(Barrier.objects.get().id), "kind": "blocked", "lat": 45.15, "lon": 10.792, "street": "Via Bassa",
    }  # fmt: skip
    assert str(LORENZO) not in str(event.payload)


def test_it_grows_old_and_others_keep_it_alive() -> None:
    """Believed for three days, doubted for six more; a second word makes it longer."""
    card = barriers.report_barrier("blocked", RAMP, resident_id=LORENZO, now=NOW)
    later = [NOW + timedelta(days=days) for days in (2, 4, 10)]
    assert [streets_gone(now=at) for at in later] == [["Via Alta"], ["Via Alta"], ["Via Bassa"]]
    assert [len(barriers.open_barriers(at)) for at in later] == [1, 1, 0]

    again = barriers.report_barrier("blocked", (45.15002, 10.7921), resident_id=SOFIA, now=later[0])

    assert (again.id, again.there) == (card.id, 2)
    assert OutboxEvent.objects.filter(name="places.barrier_reported").count() == 1
    assert again.standing.believed_until > card.standing.believed_until + timedelta(days=2)
    assert len(barriers.open_barriers(later[2])) == 1


def test_two_others_who_say_that_it_is_gone_end_it() -> None:
    """One makes it doubtful only; the same resident twice counts once."""
    card = barriers.report_barrier("blocked", RAMP, resident_id=LORENZO, now=NOW)

    first = barriers.say_of_barrier(card.id, there=False, resident_id=SOFIA, now=NOW)
    again = barriers.say_of_barrier(card.id, there=False, resident_id=SOFIA, now=NOW)
    assert (first.standing.state, again.standing.state, again.gone) == ("doubtful", "doubtful", 1)

    second = barriers.say_of_barrier(card.id, there=False, resident_id=GIULIA, now=NOW)
    assert second.standing.state == "over"
    assert streets_gone() == ["Via Bassa"]
    with pytest.raises(NotFound):
        barriers.say_of_barrier(card.id, there=True, resident_id=GIULIA, now=NOW)


def test_she_takes_her_own_report_back() -> None:
    """Her last word is the only one she has."""
    card = barriers.report_barrier("blocked", RAMP, resident_id=LORENZO, now=NOW)

    assert barriers.say_of_barrier(card.id, there=False, resident_id=LORENZO, now=NOW).standing.state == "over"


def test_an_officer_closes_it_or_says_until_when_it_holds() -> None:
    """And is believed more than anybody."""
    card = barriers.report_barrier("blocked", RAMP, resident_id=LORENZO, now=NOW)
    barriers.hold_barrier(card.id, 30, now=NOW)
    month = NOW + timedelta(days=29)
    assert streets_gone(now=month) == ["Via Alta"]

    barriers.close_barrier(card.id, "mended", now=month)

    assert streets_gone(now=month) == ["Via Bassa"]
    (event,) = OutboxEvent.objects.filter(name="places.barrier_closed")
    assert event.payload["why"] == "mended"


def test_what_cannot_be_is_refused_and_nobody_floods_the_city() -> None:
    """No street there; a measure that is none; twenty a day."""
    with pytest.raises(BadInput):
        barriers.report_barrier("blocked", (45.2, 10.9), resident_id=LORENZO, now=NOW)
    with pytest.raises(BadInput):
        barriers.report_barrier("blocked", RAMP, value=4, resident_id=LORENZO, now=NOW)
    for _ in range(20):
        barrier = Barrier.objects.create(kind="kerb", lat=45.15, lon=10.79, reported_at=NOW)
        BarrierWord.objects.create(barrier=barrier, resident=LORENZO, says="there", at=NOW)
    with pytest.raises(Conflict):
        barriers.report_barrier("narrow", RAMP, resident_id=LORENZO, now=NOW)


def test_her_words_are_hers_to_take_and_to_have_forgotten() -> None:
    """The barrier stays; that she said so does not."""
    barriers.report_barrier("kerb", RAMP, value=9, resident_id=LORENZO, now=NOW)
    (part,) = [part for part in personal_data.parts() if part.room == "places"]
    assert [(row["kind"], row["says"]) for row in part.export(LORENZO)["barriers"]] == [("kerb", "there")]

    assert part.erase(LORENZO) == 1

    assert part.export(LORENZO) == {"barriers": []}
    assert streets_gone() == ["Via Alta"]


def test_every_word_counts_less_with_time() -> None:
    """Whatever was said, in the end it is over; and it passes through doubt."""
    words = [Word(True, NOW), Word(True, NOW + timedelta(days=1)), Word(False, NOW + timedelta(days=2))]

    states = [standing(words, NOW + timedelta(days=2, hours=hour)).state for hour in range(0, 24 * 40, 6)]

    assert states == sorted(states, key=["believed", "doubtful", "over"].index)
    assert set(states) == {"believed", "doubtful", "over"}


def test_the_phone_is_given_streets_walkers_and_reports() -> None:
    """Everything that it needs to find ways without telling anybody where it is."""
    barriers.report_barrier("blocked", RAMP, resident_id=LORENZO, now=NOW)
    app = Client(headers={"Accept-Language": "en"})

    streets = app.get("/api/v1/streets?near=45.150,10.790").json()
    assert len(streets["points"]) == 8
    assert len(streets["stretches"]) == 12
    assert {way["name"] for way in streets["ways"]} == {"Via Bassa", "Via Alta"}
    assert {"wheelchair", "stroller", "low_vision", "slow", "walker"} == {one["id"] for one in streets["profiles"]}
    assert streets["attributions"][0]["licence"] == "CC0-1.0"
    assert app.get("/api/v1/streets?near=44.000,9.000").json()["stretches"] == []

    answer = app.get("/api/v1/routes?from=45.15,10.79&to=45.15,10.794&profile=wheelchair").json()
    assert answer["items"][0]["metres"] > 300
    assert app.get("/api/v1/routes?from=45.15,10.79&to=45.15,10.794&profile=bird").status_code == 400
