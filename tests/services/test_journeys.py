"""A journey is a document that can be walked through, here and on the phone alike."""

import copy
import json
from pathlib import Path

import pytest

from manto.kernel.errors import BadInput, UnknownName
from manto.services.journeys.answers import faults_of
from manto.services.journeys.checking import check_journey
from manto.services.journeys.conditions import holds
from manto.services.journeys.differences import Change, changes
from manto.services.journeys.document import hash_of
from manto.services.journeys.walking import next_step, shown_values, walk

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "journeys.json").read_text())
JOURNEY = VECTORS["journey"]


@pytest.mark.parametrize("vector", VECTORS["conditions"], ids=str)
def test_a_condition_holds_as_the_phone_says(vector):
    """Of what is not answered nothing holds, and 1 is not true."""
    assert vector["holds"] == holds(vector["condition"], vector["answers"])


@pytest.mark.parametrize("vector", VECTORS["walks"], ids=str)
def test_the_walk_is_the_phones(vector):
    """What is known is not asked, what is hidden is not met, an optional step is met once."""
    states = walk(JOURNEY, vector["answers"], vector["known"])

    assert vector["steps"] == [[state.id, state.settled_by] for state in states]
    assert vector["next"] == next_step(JOURNEY, vector["answers"], vector["known"])


def test_what_is_hidden_is_not_told():
    """An answer to a question that is not shown any more stays on the phone's side."""
    told = shown_values(JOURNEY, {"has_car": False, "plate": "AB123CD", "isee": 5}, {})

    assert told == {"has_car": False, "isee": 5}


def test_a_journey_has_one_name_by_its_content():
    """Order of keys is no content; a comma is."""
    turned = dict(reversed(JOURNEY.items()))
    changed = copy.deepcopy(JOURNEY)
    changed["steps"][0]["title"]["en"] += ","

    assert hash_of(JOURNEY) == hash_of(turned) != hash_of(changed)


@pytest.mark.parametrize(
    ("spoil", "error", "said"),
    [
        (lambda one: one.pop("title"), BadInput, "'title' is a required"),
        (lambda one: one["steps"][0]["title"].pop("it"), BadInput, "'it' is a required"),
        (lambda one: one["steps"][1].update(id="car"), BadInput, "'car' stands twice"),
        (lambda one: one["steps"][0].update(when={"field": "plate", "is": "x"}), UnknownName, "plate"),
        (lambda one: one["steps"][0]["fields"][0].update(fact="vehicle.cout"), UnknownName, "vehicle.count"),
        (lambda one: one["steps"][0]["fields"][0].update(type="choice"), BadInput, "has_car"),
        (lambda one: one["steps"][0]["fields"][0].update(type="magic"), BadInput, "steps/0/fields/0/type"),
    ],
)
def test_a_journey_that_cannot_be_walked_is_refused_with_its_place(spoil, error, said):
    """And with what would be right, where there is something near."""
    document = copy.deepcopy(JOURNEY)
    spoil(document)

    with pytest.raises(error, match=said):
        check_journey(document, facts={"vehicle.count": "integer"})


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        ({"isee": "12"}, "type"),
        ({"isee": True}, "type"),
        ({"isee": -1}, "too_small"),
        ({"isee": 10**15}, "too_large"),
        ({"has_car": "yes"}, "type"),
        ({"plate": " "}, "type"),
        ({"plate": "x" * 201}, "too_long"),
        ({"sure": False}, "attest"),
        ({"wheels": 4}, "unknown_field"),
        ({"@seen": "car"}, "type"),
        ({"plate": "AB123CD", "note": None}, None),
    ],
)
def test_an_answer_that_cannot_be_is_named(answers, fault):
    """By the code of the sentence that the phone says."""
    assert fault == next(iter(faults_of(JOURNEY, answers).values()), None)


def test_two_versions_are_compared_change_by_change():
    """A step that moved, a text that changed, a field that came, one that went; the number is none."""
    after = copy.deepcopy(JOURNEY)
    after["version"] = 2
    after["steps"][0]["title"]["en"] = "Do you have a car?"
    after["steps"][1]["fields"][1]["id"] = "make"
    after["steps"].append(after["steps"].pop(2))

    found = changes(JOURNEY, after)

    assert ("changed", "car/title") in {(one.kind, one.path) for one in found}
    assert ("added", "plate/make") in {(one.kind, one.path) for one in found}
    assert ("removed", "plate/colour") in {(one.kind, one.path) for one in found}
    assert ("moved", "income") in {(one.kind, one.path) for one in found}
    assert changes(JOURNEY, {**JOURNEY, "version": 7}) == []
    assert all(isinstance(one, Change) for one in found)
