"""What the city says over a place lives in a layer of its own, and is checked before anybody sees it."""

from typing import Any
from uuid import uuid4

import pytest

from manto.kernel.errors import BadInput, Conflict, NotFound
from manto.places import queries
from manto.places.checking import findings
from manto.places.drafts import Leaving
from manto.places.editing import draft_overlay, publish_overlay, withdraw_overlay
from manto.places.importing.city_folder import read_places
from manto.places.importing.city_overlays import with_overlays
from manto.places.models import Place, PlaceEdit
from manto.places.overlay import check_feature, feature

from .conftest import NOW, ROME, draft
from .test_importing import take

NADIA = uuid4()
STORY = {
    "story": {"it": "Qui suonava la campana.", "en": "Here the bell rang."},
    "text_alternative": {"it": "Una torre di mattoni.", "en": "A tower of bricks."},
    "name": {"it": "Torre", "en": "Tower"},
}


def said_and_published(place: str, changes: dict[str, Any], version: int = 0) -> PlaceEdit:
    """Draft and publish."""
    edit = draft_overlay(place, changes, version=version, account=NADIA, now=NOW)
    published: PlaceEdit = publish_overlay(edit.place, version=edit.version, account=NADIA, now=NOW)
    return published


def shown(id_: str = "town:torre") -> Any:
    """Read a place as residents do."""
    return queries.place(id_, now=NOW, language="en")


def test_an_edit_survives_the_next_import(db: None) -> None:
    """Import, edit, import again: the edit stands, and what was not edited follows the source."""
    take(draft("torre", "monument", (45.158, 10.794), address="Via Vecchia 1"))
    said_and_published("town:torre", {**STORY, "lat": 45.1585, "lon": 10.7945, "access": {"kerb_cm": 3}})

    measured = {"kerb_cm": 9, "door_cm": 95}
    take(draft("torre", "monument", (45.150, 10.790), address="Via Nuova 2", access=measured))

    place = shown()
    assert (place.card.lat, place.card.lon, place.card.address) == (45.1585, 10.7945, "Via Nuova 2")
    assert place.card.access == {"kerb_cm": 3, "door_cm": 95}
    assert place.story == "Here the bell rang."
    kept = Place.objects.get(id="town:torre")
    assert (kept.lat, kept.story) == (45.150, {}), "the source's own row is the source's"


def test_an_edited_place_is_found_where_the_city_put_it(db: None) -> None:
    """And no longer where its source had it."""
    take(draft("torre", "monument", (45.150, 10.790)))
    said_and_published("town:torre", {**STORY, "lat": 45.1585, "lon": 10.7945})

    there = queries.places_near((45.1585, 10.7945), now=NOW, language="en", radius_m=50)
    before = queries.places_near((45.150, 10.790), now=NOW, language="en", radius_m=50)

    assert ([card.id for card in there.items], [card.id for card in before.items]) == (["town:torre"], [])


def test_an_edit_waits_while_its_place_is_gone(db: None) -> None:
    """Withdrawn by its source it is not shown; when it comes back, so does what the city said."""
    take(draft("torre", "monument"), draft("altra"))
    said_and_published("town:torre", STORY)
    take(draft("altra"))
    with pytest.raises(NotFound):
        shown()

    take(draft("altra"), draft("torre", "monument"))

    assert shown().story == "Here the bell rang."


def test_a_place_of_the_desk_needs_no_source(db: None) -> None:
    """An editor sets it on the map herself; imports never touch it."""
    edit = said_and_published("", {**STORY, "category": "monument", "lat": 45.16, "lon": 10.79})
    take(draft("altra"))

    found = queries.places_near((45.16, 10.79), now=NOW, language="en", radius_m=20)
    assert [edit.place] == [card.id for card in found.items]
    assert edit.place.startswith("desk:")


def test_a_draft_is_seen_by_nobody_until_it_is_published(db: None) -> None:
    """And taking it back leaves the source's words."""
    take(draft("torre", "monument"))
    edit = draft_overlay("town:torre", STORY, version=0, account=NADIA, now=NOW)
    before = shown().story
    edit = publish_overlay("town:torre", version=edit.version, account=NADIA, now=NOW)
    between = shown().story
    withdraw_overlay("town:torre", version=edit.version, account=NADIA, now=NOW)

    assert (before, between, shown().story) == (None, "Here the bell rang.", None)


def test_two_editors_do_not_undo_each_other(db: None) -> None:
    """The second is told."""
    take(draft("torre", "monument"))
    draft_overlay("town:torre", STORY, version=0, account=NADIA, now=NOW)

    with pytest.raises(Conflict):
        draft_overlay("town:torre", STORY, version=0, account=uuid4(), now=NOW)


def test_nothing_without_a_text_alternative_is_published(db: None) -> None:
    """The check names the language that is missing."""
    take(draft("torre", "monument"))
    edit = draft_overlay(
        "town:torre", {**STORY, "text_alternative": {"it": "Una torre."}}, version=0, account=NADIA, now=NOW
    )

    with pytest.raises(BadInput, match="no_alternative"):
        publish_overlay("town:torre", version=edit.version, account=NADIA, now=NOW)


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "other"},
        {"category": "dragon"},
        {"lat": 95.0, "lon": 0.0},
        {"lat": "north"},
        {"name": "Torre"},
        {"opening_hours": "sometimes"},
        {"valid_from": "2026-04-01T00:00:00"},
        {"valid_from": "2026-05-01T00:00:00Z", "valid_to": "2026-04-01T00:00:00Z"},
        {"wheelchair": "maybe"},
        {"media": {"url": "x"}},
    ],
)
def test_what_no_place_can_have_is_refused(db: None, changes: dict[str, Any]) -> None:
    """Whole, before it is kept."""
    take(draft("torre", "monument"))

    with pytest.raises(BadInput):
        draft_overlay("town:torre", changes, version=0, account=NADIA, now=NOW)
    assert not PlaceEdit.objects.exists()


def test_the_check_finds_what_bars_and_what_only_advises() -> None:
    """Rights, alternatives, transcripts, personal data; long sentences are advice."""
    place = Place(
        category="monument",
        name={"it": "Torre", "en": "Tower"},
        text_alternative={"it": "Una torre.", "en": "A tower."},
        story={"it": "Codice RSSMRA80A01E897X.", "en": "word " * 40},
        media=[{"kind": "audio", "url": "http://x", "alternative": {"it": "a"}}],
        actions=[{"kind": "link", "name": {"it": "Apri", "en": "Open"}, "href": "javascript:alert(1)"}],
        audience=["dragons"],
        access={"kerb_cm": -3, "magic": 1},
        wheelchair="yes",
    )

    found = {(finding.what, finding.bars) for finding in findings(place, ("it", "en"))}

    assert {
        *(("personal", True), ("media_url", True), ("media_rights", True), ("media_alternative", True)),
        *(("media_transcript", True), ("action_href", True), ("audience", True), ("measure", True)),
        *(("measure_value", True), ("long_sentence", False)),
    } == found


def test_what_holds_for_a_time_is_shown_for_that_time(db: None) -> None:
    """Before and after it is not around."""
    take(
        draft("past", valid_to="2026-06-09T08:00:00+00:00"),
        draft("now", valid_from="2026-06-09T08:00:00+00:00", valid_to="2026-06-10T00:00:00+00:00"),
        draft("later", valid_from="2026-06-09T08:01:00+00:00"),
        draft("always"),
    )

    found = queries.places_near((45.158, 10.794), now=NOW, language="en")

    assert [card.id for card in found.items] == ["town:always", "town:now"]


def test_every_feature_has_a_text_alternative(db: None) -> None:
    """Made of the facts where nobody wrote one; and it is of the form that the schema says."""
    take(
        draft("bare", "bench", name={}),
        draft("named", "pharmacy", address="Via Roma 1", valid_from="2026-06-09T08:00:00+00:00"),
        draft("told", "monument", pose={"yaw": 90.0}, audience=("children",), **STORY),
    )

    for place in Place.objects.select_related("source"):
        made = feature(place, place.source, ("it", "en"))
        check_feature(made)
        assert {"it", "en"} == set(made["properties"]["text_alternative"])
    named = feature(Place.objects.get(id="town:named"), Place.objects.get(id="town:named").source, ("it", "en"))
    assert named["properties"]["text_alternative"]["en"] == "Pharmacy: Named, Via Roma 1"
    assert named["properties"]["text_alternative_by"] == "facts"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text_alternative", {}),
        ("audience", ["dragons"]),
        ("media", [{"kind": "image", "url": "https://x.example/a.jpg"}]),
        ("access", {"kerb_cm": "high"}),
    ],
)
def test_the_schema_refuses_what_lacks_its_rights_or_its_words(db: None, field: str, value: Any) -> None:
    """A text alternative, a licence, a measure that is a number."""
    take(draft("told", "monument", **STORY))
    place = Place.objects.select_related("source").get()
    made = feature(place, place.source, ("it", "en"))
    check_feature(made)

    made["properties"][field] = value

    with pytest.raises(BadInput, match=field):
        check_feature(made)


def test_a_citys_overlays_are_laid_over_its_places() -> None:
    """By id; one without a place to lie on is left and told, one of its own is a place."""
    places = [("a.yaml", [{"id": "te", "category": "museum", "name": {"it": "Te", "en": "Te"}, "at": [45.1, 10.7]}])]
    overlays = [
        (
            "o.yaml",
            [
                {"over": "te", **{key: STORY[key] for key in ("story", "text_alternative")}, "audience": ["children"]},
                {"over": "nowhere", "story": {"it": "x"}},
                {
                    "id": "own",
                    "category": "monument",
                    "name": {"it": "O"},
                    "at": [45.2, 10.8],
                    "valid": {"to": "2026-06-09"},
                },
            ],
        )
    ]

    files, left = with_overlays(places, overlays)
    read = list(read_places("town", files, ROME))

    assert [Leaving("o.yaml, entry 2", "no_such_place", "nowhere")] == left
    te, own = read
    assert (te.audience, te.story["en"]) == (("children",), "Here the bell rang.")
    assert own.valid_to == "2026-06-10T00:00:00+02:00", "a day is meant to its end"


def test_a_story_without_its_alternative_is_left() -> None:
    """In each of its languages."""
    entry = {"id": "x", "category": "monument", "name": {"it": "X"}, "at": [45.1, 10.7], "story": {"it": "Racconto"}}

    (left,) = read_places("town", [("a.yaml", [entry])])

    assert isinstance(left, Leaving)
    assert "text alternative" in left.detail
