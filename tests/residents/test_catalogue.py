"""The catalogue of facts and the purposes of consent, as data and in words."""

from datetime import date
from importlib.resources import files

import pytest
import yaml

from manto.kernel.errors import BadInput, UnknownName
from manto.residents import wording
from manto.residents.catalogue import Catalogue, FactKind
from manto.residents.purposes import Purposes

LANGUAGES = {"it", "en"}


def document(name):
    """Read one of the room's documents."""
    return yaml.safe_load(files("manto.residents").joinpath(name).read_bytes())


@pytest.fixture(scope="module")
def catalogue():
    """Give Manto's own catalogue."""
    return Catalogue.read(document("facts.yaml"))


def test_every_fact_is_told_in_every_language(catalogue):
    """Label, ground, retention, group and the words of its values."""
    for kind in catalogue:
        texts = [kind.label, kind.retention, catalogue.groups[kind.group], *(kind.values or {}).values()]
        texts += [kind.law] if kind.law else []
        assert all(set(text) == LANGUAGES and all(text.values()) for text in texts), kind.name


def test_every_fact_rests_on_a_law_or_on_a_consent(catalogue):
    """One of them, never both and never neither; what is about health rests on consent."""
    assert all((kind.law is None) != (kind.purpose is None) for kind in catalogue)
    assert {"health_plan"} == {kind.purpose for kind in catalogue if kind.group == "health"}
    assert all(kind.purpose for kind in catalogue if kind.sensitive)


def test_every_purpose_is_told_in_every_language(catalogue):
    """Title, what and why; and each fact that rests on it is among those it names."""
    purposes = Purposes.read(document("purposes.yaml"), catalogue)

    texts = [text for purpose in purposes for text in (purpose.title, purpose.what, purpose.why)]

    assert all(set(text) == LANGUAGES and all(text.values()) for text in texts)
    assert [one.id for one in purposes] == [
        "tailoring",
        "proactive",
        "offer_memory",
        "health_plan",
        "research",
        "language_model",
    ]


def test_a_city_adds_a_fact_of_its_own():
    """A city's facts.yaml may use Manto's groups, laws and retentions, and add some."""
    own = {
        "laws": {"parking": {"it": "Delibera 12/2026", "en": "Resolution 12/2026"}},
        "facts": {
            "parking.permit": {
                "group": "moving",
                "type": "boolean",
                "sources": ["register"],
                "law": "parking",
                "retention": "two_years",
                "label": {"it": "Permesso di sosta", "en": "Parking permit"},
            }
        },
    }

    catalogue = Catalogue.read(document("facts.yaml"), own)

    assert catalogue["parking.permit"].law["en"] == "Resolution 12/2026"
    assert catalogue["mobility.bus_pass"].type == "boolean"


@pytest.mark.parametrize(
    "change",
    [
        {"law": "registry", "consent": "tailoring"},
        {"type": "colour"},
        {"group": "nowhere"},
        {"retention": "for ever"},
        {"sources": ["hearsay"]},
        {"law": "of the jungle"},
    ],
)
def test_a_fact_that_cannot_be_is_named(change):
    """A mistake in a city's facts.yaml is told with the fact in which it is."""
    entry = {
        "group": "home",
        "type": "text",
        "sources": ["register"],
        "law": "registry",
        "retention": "register",
        "label": {"it": "x", "en": "x"},
    }

    with pytest.raises(BadInput, match=r"home\.tree"):
        Catalogue.read(document("facts.yaml"), {"facts": {"home.tree": {**entry, **change}}})


def test_a_purpose_of_facts_that_do_not_exist_is_refused(catalogue):
    """A purpose names only facts of the catalogue."""
    purposes = document("purposes.yaml")
    purposes["research"]["facts"] = ["person.shoe_size"]

    with pytest.raises(UnknownName, match="shoe_size"):
        Purposes.read(purposes, catalogue)


@pytest.mark.parametrize(
    ("name", "value", "english", "italian"),
    [
        ("household.isee_cents", 1684000, "€16,840.00", "16.840,00 €"),
        ("person.citizenship", "MA", "Morocco", "Marocco"),
        ("person.birth", date(1995, 7, 1), "1 July 1995", "1º luglio 1995"),
        ("work.status", "retired", "Retired", "In pensione"),
        ("voter_roll.registered", True, "Yes", "Sì"),
        ("access.kerb_cm_max", 4, "4 cm", "4 cm"),
        ("home.district", "lunetta", "Lunetta", "Lunetta"),
        ("household.size", 3, "3", "3"),
    ],
)
def test_values_are_said_as_people_say_them(catalogue, name, value, english, italian):
    """Amounts, days, countries, districts and yes or no, by language."""
    places = {"lunetta": "Lunetta"}

    said = [wording.value_text(catalogue[name], value, language, places) for language in ("en", "it")]

    assert [english, italian] == [text.replace("\xa0", " ") for text in said]


def test_what_is_stored_is_read_back_as_it_was(catalogue):
    """Each type has one stored form."""
    for name, value in [("person.birth", date(1995, 7, 1)), ("household.size", 3), ("voter_roll.registered", False)]:
        kind: FactKind = catalogue[name]
        assert value == kind.from_stored(kind.to_stored(value))
