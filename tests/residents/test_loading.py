"""Filling a city with people who do not exist."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.conf import settings
from tests.residents.conftest import NOW, TODAY

from manto.city import read_yaml
from manto.kernel.errors import BadInput, Conflict
from manto.residents import loading, personas, queries
from manto.residents.models import Account, Consent, Fact, Guardianship, Membership, Resident
from manto.residents.synthetic import generate, parse_parameters

pytestmark = pytest.mark.django_db


def people(size):
    """Make a synthetic population of the city."""
    parameters = parse_parameters(read_yaml(settings.CITY.folder / "population.yaml"))
    return generate(parameters, size=size, seed=7, on=TODAY)


@pytest.fixture(scope="module")
def population():
    """Give a thousand people."""
    return people(1000)


def known(persona, *names):
    """Read facts of a persona as she would herself."""
    facts = queries.read_facts(personas.resident_id(persona), names, queries.Herself(), "", NOW)
    return [facts[name].value if name in facts else None for name in names]


def test_the_personas_move_in():
    """Giulia is 31, her daughter was born twelve days ago, and she may act for her."""
    loading.load_personas(personas.content_of_city(), today=TODAY, now=NOW)

    assert known("giulia", "person.given_name", "access.stroller") == ["Giulia", True]
    assert [TODAY - timedelta(days=12)] == known("nora", "person.birth")
    nora = Guardianship.objects.filter(child=personas.resident_id("nora"))
    assert {personas.resident_id("giulia"), personas.resident_id("matteo")} == {row.guardian_id for row in nora}


def test_the_personas_move_in_once():
    """Taken over twice nothing changes, and who was changed since stays as changed."""
    content = personas.content_of_city()
    loading.load_personas(content, today=TODAY, now=NOW)
    Account.objects.filter(id=personas.account_id("chiara")).update(name="Chiara L.")
    before = Fact.objects.count()

    added = loading.load_personas(content, today=TODAY + timedelta(days=3), now=NOW)

    assert (0, before) == (added, Fact.objects.count())
    assert Account.objects.get(id=personas.account_id("chiara")).name == "Chiara L."


def test_a_persona_that_cannot_be_is_named():
    """A mistake in the file is told with the persona in which it is, and nobody moves in."""
    entry = {"id": "eva", "facts": [{"name": "person.brith", "value": "x", "source": {"kind": "register"}}]}

    with pytest.raises(BadInput, match="eva"):
        loading.load_personas({"residents": [entry]}, today=TODAY, now=NOW)


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("today", TODAY),
        ("today-12d", date(2026, 5, 28)),
        ("today+1m-1d", date(2026, 7, 8)),
        ("2019-03-12", date(2019, 3, 12)),
    ],
)
def test_days_may_be_told_from_today(told, day):
    """The demo never grows old."""
    assert day == personas.day_of(told, TODAY)


def test_a_synthetic_population_moves_in(population):
    """Every resident, every known fact and every household is there; what is unknown stays unknown."""
    seen = []

    added = loading.load_population(population, now=NOW, progress=lambda *step: seen.append(step))

    facts = sum(1 for _ in population.as_facts())
    assert (1000, 1000, facts) == (added, Membership.objects.count(), Fact.objects.count())
    assert population.households == Membership.objects.filter(role="head").count()
    assert seen[-1] == ("Residents move in", 1000, 1000)


def test_what_was_loaded_reads_like_everything_else(population):
    """A synthetic resident's facts come through the one way of reading, in their own types."""
    loading.load_population(population, now=NOW)
    names = ["person.given_name", "person.birth", "household.size", "household.isee_cents"]

    for row in (0, 500, 999):
        expected = {fact.fact: fact.value for fact in population.as_facts(row, row + 1) if fact.fact in names}
        read = queries.read_facts(loading.synthetic_id(row), names, queries.Herself(), "", NOW)
        assert expected == {name: fact.value for name, fact in read.items()}


def test_a_population_moves_in_once(population):
    """Loaded twice nothing changes, and who was erased since is not brought back."""
    loading.load_population(population, now=NOW)
    Resident.objects.filter(id=loading.synthetic_id(500)).delete()

    assert loading.load_population(population, now=NOW) == 0
    assert Resident.objects.count() == 999


def test_an_interrupted_loading_goes_on(population, monkeypatch):
    """What was loaded before a power cut stays, the rest follows, nobody twice."""
    monkeypatch.setattr(loading, "CHUNK_RESIDENTS", 300)

    def power_cut(_what, done, _total):
        if done >= 600:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        loading.load_population(population, now=NOW, progress=power_cut)
    before = Resident.objects.count()
    added = loading.load_population(population, now=NOW)

    assert 0 < before < 1000
    assert (before + added, Resident.objects.count()) == (1000, 1000)


def test_a_smaller_population_does_not_move_in_beside(population):
    """Two populations do not mix."""
    loading.load_population(people(1200), now=NOW)

    with pytest.raises(Conflict):
        loading.load_population(population, now=NOW)


@pytest.mark.parametrize("guarded", [True, False])
def test_for_a_child_whom_nobody_guards_nobody_agrees(population, guarded):
    """Below fourteen a guardian agrees; without one neither the agreement nor what rests on it moves in."""
    born = population.columns["person.birth"].read(0, population.size)
    young = [loading.synthetic_id(row) for row in range(population.size) if born[row] > TODAY - relativedelta(years=14)]

    loading.load_population(population if guarded else replace(population, guardians=population.guardians[:0]), now=NOW)

    agreed = Consent.objects.filter(resident__in=young).exists()
    resting = Fact.objects.filter(resident__in=young, consent_purpose__gt="").exists()
    assert (agreed, resting) == (guarded, guarded)
    assert Consent.objects.exists()
