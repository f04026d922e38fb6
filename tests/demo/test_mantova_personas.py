"""The people of the demo: whom one may step into, and what the city knows of them."""

import re
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

import pytest
import yaml

from manto.residents.catalogue import Catalogue
from manto.residents.roles import Role

from .conftest import read

EIGHT = {"giulia", "amir", "marta", "lorenzo", "sofia", "teresa", "paolo", "enzo"}
AGES = {"giulia": 31, "amir": 27, "marta": 54, "lorenzo": 42, "sofia": 17, "teresa": 71, "paolo": 48, "enzo": 79}
MEMBER_ROLES = {"head", "partner", "child", "parent", "relative", "other"}
TODAYS = [date(2026, 6, 9), date(2026, 11, 22), date(2028, 2, 29)]
Personas = dict[str, Any]


@pytest.fixture(scope="module")
def personas() -> Personas:
    """Give the personas as the file has them."""
    return read("mantova", "personas.yaml")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """Give the catalogue of facts."""
    return Catalogue.read(yaml.safe_load(files("manto.residents").joinpath("facts.yaml").read_text()))


def test_the_eight_may_be_stepped_into_and_their_families_may_not(personas: Personas) -> None:
    """Nora is two weeks old: nobody signs in as her."""
    enterable = {resident["id"] for resident in personas["residents"] if resident.get("enter", True)}

    assert enterable == EIGHT


def test_every_desk_has_somebody(personas: Personas) -> None:
    """One member of staff for each role, the administrator included; of other agencies there are several."""
    roles = [member["role"] for member in personas["staff"]]
    others = [role for role in roles if role == Role.AGENCY_OFFICER]

    assert sorted([*set(roles)]) == sorted(role.value for role in Role)
    assert len(roles) - len(others) == len(Role) - 1
    assert all(member["situation"].get(language) for member in personas["staff"] for language in ("it", "en"))


@pytest.mark.parametrize("today", TODAYS)
def test_the_demo_does_not_grow_old(personas: Personas, today: date) -> None:
    """Whatever the day, each is as old as the story says and Nora was born twelve days ago."""
    born = {id_: _day(_fact(personas, id_, "person.birth")["value"], today) for id_ in [*AGES, "nora"]}

    ages = {id_: _years_between(born[id_], today) for id_ in AGES}

    assert ages == AGES
    assert today - born["nora"] == timedelta(days=12)


@pytest.mark.parametrize("today", TODAYS)
def test_every_fact_is_one_that_the_city_may_hold(personas: Personas, catalogue: Catalogue, today: date) -> None:
    """Its name, its kind of source, its ground and its value are the catalogue's, and it began by today."""
    for resident in personas["residents"]:
        for fact in resident["facts"]:
            kind = catalogue[fact["name"]]
            value = _day(fact["value"], today) if kind.type == "date" else fact["value"]

            assert kind.read(value) == value
            assert fact["source"]["kind"] in kind.sources
            assert fact["basis"].get("consent") == kind.purpose
            assert ("law" in fact["basis"]) == (kind.law is not None)
            assert fact["source"]["ref"]["it"]
            assert fact["source"]["ref"]["en"]
            assert _day(fact["valid_from"], today) <= today


def test_what_rests_on_consent_has_it(personas: Personas) -> None:
    """Nothing is known of anybody that they, or who acts for them, did not agree to."""
    without = [
        (resident["id"], fact["name"])
        for resident in personas["residents"]
        for fact in resident["facts"]
        if fact["basis"].get("consent", "") not in ("", *resident["consents"])
    ]

    assert without == []


def test_consents_are_given_for_purposes_that_exist_and_not_by_everybody(personas: Personas) -> None:
    """Enzo agreed to nothing: the city works for him all the same."""
    purposes = set(yaml.safe_load(files("manto.residents").joinpath("purposes.yaml").read_text()))
    given = {resident["id"]: set(resident["consents"]) for resident in personas["residents"]}

    purposes.remove("language_model")  # the demo has none to agree to
    assert set().union(*given.values()) == purposes
    assert given["enzo"] == set()


def test_families_live_together_and_guard_their_children(personas: Personas) -> None:
    """Who is said to belong to a household is in it, at one address, and a child has a guardian in it."""
    household_of = {resident["id"]: resident["household"] for resident in personas["residents"]}
    seats = {m["resident"]: (h["id"], m["role"]) for h in personas["households"] for m in h["members"]}
    guarded = {child for resident in personas["residents"] for child in resident.get("guardian_of", [])}
    children = {id_ for id_, (_, role) in seats.items() if role == "child"}

    assert {id_: household for id_, (household, _) in seats.items()} == household_of
    assert {role for _, role in seats.values()} <= MEMBER_ROLES
    assert guarded == children
    for household in personas["households"]:
        homes = {tuple(_home(personas, member["resident"])) for member in household["members"]}
        assert len(homes) == 1


def test_people_live_in_streets_and_districts_of_the_city_and_go_to_its_schools(
    personas: Personas, mantova: dict[str, dict[str, Any]]
) -> None:
    """Addresses one can find."""
    districts = {district["id"]: district["streets"] for district in read("mantova", "population.yaml")["districts"]}

    lost = [
        resident["id"]
        for resident in personas["residents"]
        if _home(personas, resident["id"])[0]
        not in districts[_fact(personas, resident["id"], "home.district")["value"]]
    ]

    assert lost == []
    assert _fact(personas, "sofia", "school.id")["value"] in mantova


def test_nobody_can_be_reached_by_accident(personas: Personas) -> None:
    """Addresses for mail are of a domain that cannot exist."""
    mails = [f["value"] for r in personas["residents"] for f in r["facts"] if f["name"] == "contact.email"]

    assert len(mails) >= 5
    assert [mail for mail in mails if not mail.endswith(".example")] == []


def _fact(personas: Personas, resident: str, name: str) -> dict[str, Any]:
    facts = next(entry["facts"] for entry in personas["residents"] if entry["id"] == resident)
    return next(fact for fact in facts if fact["name"] == name)


def _home(personas: Personas, resident: str) -> list[str]:
    return [_fact(personas, resident, name)["value"] for name in ("home.street", "home.number", "home.district")]


def _day(value: Any, today: date) -> date:
    """Read a day, or one told from today as README.md of the demo has it: ``today``, ``today-12d``, ``today+49d``."""
    if isinstance(value, date):
        return value
    match = re.fullmatch(r"today(?:([+-]\d+)d)?", value)
    assert match, f"{value!r} is not a day"
    return today + timedelta(days=int(match[1] or 0))


def _years_between(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
