"""Around me: exact, ranked, and found by the words that people use."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manto.places.around import Around, Row, Wanted
from manto.places.categories import catalogue
from manto.places.geometry import distance_m
from manto.places.hours import HoursReader

from .conftest import NOW

CENTRE = (45.158, 10.794)
OPEN, SHUT, NOBODY_KNOWS = "24/7", "off", ""

rows = st.lists(
    st.builds(
        Row,
        id=st.uuids().map(str),
        category=st.sampled_from(["pharmacy", "museum", "toilets"]),
        lat=st.floats(45.15, 45.17),
        lon=st.floats(10.78, 10.81),
        names=st.sampled_from(["San Marco", "Palazzo Te", "Farmacia Te", ""]),
        opening_hours=st.sampled_from([OPEN, SHUT, NOBODY_KNOWS]),
        step_free=st.booleans(),
        told=st.booleans(),
        audience=st.just(()),
        access=st.just({}),
        valid_from=st.sampled_from([-inf, -inf, NOW.timestamp(), NOW.timestamp() + 1]),
        valid_to=st.sampled_from([inf, inf, NOW.timestamp(), NOW.timestamp() + 1]),
    ),
    max_size=80,
    unique_by=lambda row: row.id,
)
questions = st.builds(
    Wanted,
    near=st.one_of(st.none(), st.just(CENTRE)),
    radius_m=st.one_of(st.just(inf), st.floats(10, 2000)),
    categories=st.sampled_from([frozenset(), frozenset({"pharmacy"}), frozenset({"museum", "toilets"})]),
    text=st.sampled_from(["", "palazzo te", "farma", "farmacia", "bagni"]),
    open_now=st.booleans(),
    step_free=st.booleans(),
)
STATE_RANK = {OPEN: 0, NOBODY_KNOWS: 1, SHUT: 2}


def by_hand(row: Row, wanted: Wanted, present: set[str]) -> tuple | None:
    """Judge one row as the promise says; None when it does not match."""
    called = {"San Marco": {"san", "marco"}, "Palazzo Te": {"palazzo", "te"}, "Farmacia Te": {"farmacia", "te"}}
    words = called.get(row.names, set()) | catalogue()[row.category].words
    asked = wanted.text.split()
    if not row.valid_from <= NOW.timestamp() < row.valid_to:
        return None
    far = distance_m(CENTRE, (row.lat, row.lon))
    if not all(any(word.startswith(part) for word in words) for part in asked):
        return None
    if wanted.categories and row.category not in wanted.categories:
        return None
    if (wanted.step_free and not row.step_free) or (wanted.open_now and row.opening_hours == SHUT):
        return None
    if wanted.near and far > wanted.radius_m:
        return None
    quality = 1 if all(part in words for part in asked) else 2
    kinds = {kind for kind in present if catalogue()[kind].words.issuperset(asked)}
    if asked and (row.category in kinds if kinds else sorted(row.names.lower().split()) == sorted(asked)):
        quality = 0
    state = STATE_RANK[row.opening_hours] if wanted.open_now else 0
    return quality, state, far if wanted.near else 0


@given(rows, questions, st.integers(0, 5), st.integers(1, 20))
def test_an_answer_is_what_looking_at_each_place_gives(
    hours: HoursReader, rows: list[Row], wanted: Wanted, skip: int, count: int
) -> None:
    """The same places, the same total, the same order; with "open now" the open before the unknown."""
    around = Around(rows, hours)

    found = around.find(wanted, NOW, count=count, skip=skip)

    present = {row.category for row in rows}
    judged = {row.id: by_hand(row, wanted, present) for row in rows}
    matching = {id_: rank for id_, rank in judged.items() if rank is not None}
    ranks = sorted(matching.values())[skip : skip + count]
    assert found.total == len(matching)
    assert [matching[id_][:2] for id_ in found.ids] == [rank[:2] for rank in ranks]
    assert [matching[id_][2] for id_ in found.ids] == pytest.approx([rank[2] for rank in ranks], abs=1e-6)


@given(rows)
def test_pages_together_are_the_whole(hours: HoursReader, rows: list[Row]) -> None:
    """No place twice, none left out."""
    around = Around(rows, hours)
    wanted = Wanted(near=CENTRE)

    pages = [around.find(wanted, NOW, count=7, skip=skip).ids for skip in range(0, len(rows) + 7, 7)]

    shown = [row.id for row in rows if row.valid_from <= NOW.timestamp() < row.valid_to]
    assert [id_ for page in pages for id_ in page] == around.find(wanted, NOW, count=len(rows) + 1).ids
    assert sorted(id_ for page in pages for id_ in page) == sorted(shown)


@pytest.fixture(scope="module")
def town(hours: HoursReader) -> Around:
    """Seven places of Mantua."""
    names = {
        "te": ("museum", "Palazzo Te"),
        "ducale": ("museum", "Palazzo Ducale"),
        "bibiena": ("theatre", "Teatro Scientifico Bibiena"),
        "shop": ("shop", "Souvenir di Palazzo Te"),
        "marco": ("pharmacy", "San Marco"),
        "virgilio": ("pharmacy", "Antica Farmacia Virgilio"),
        "wc": ("toilets", ""),
    }
    placed = [
        Row(id_, kind, 45.15 + 0.001 * number, 10.79, name, "", False)
        for number, (id_, (kind, name)) in enumerate(names.items())
    ]
    return Around(placed, hours)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("farmacia", ["virgilio", "marco"]),
        ("Pharmacy", ["virgilio", "marco"]),
        ("Palazzo Te", ["te", "shop"]),
        ("te palazzo", ["te", "shop"]),
        ("il palazzo del Te", ["te", "shop"]),
        ("bagno", ["wc"]),
        ("servizi", ["wc"]),
        ("restroom", ["wc"]),
        ("BIBIÉNA", ["bibiena"]),
        ("palaz", ["ducale", "te", "shop"]),
        ("nowhere", []),
    ],
)
def test_places_are_found_by_the_words_people_use(town: Around, text: str, ids: list[str]) -> None:
    """By name or kind, in either language, in any order, without accents, capitals and articles."""
    assert town.find(Wanted(text=text), NOW, count=10).ids == ids


def test_a_kind_comes_before_a_name_that_has_its_word(hours: HoursReader) -> None:
    """Who asks for a "bagno" wants a toilet before Palazzo di Bagno, however near that is."""
    palace = Row("palace", "monument", 45.158, 10.794, "Palazzo di Bagno", "", False)
    toilet = Row("toilet", "toilets", 45.150, 10.794, "", "", False)

    found = Around([palace, toilet], hours).find(Wanted(near=CENTRE, text="bagno"), NOW, count=10)

    assert found.ids == ["toilet", "palace"]


def test_what_carries_the_whole_word_comes_first(town: Around) -> None:
    """The word Te is in Palazzo Te before it is the beginning of Teatro, however near that is."""
    found = town.find(Wanted(near=(45.152, 10.79), text="te"), NOW, count=10)

    assert found.ids == ["shop", "te", "bibiena"]
