"""A whole city decided in the database, the same as one by one, with a line for everybody who was looked at."""

from datetime import UTC, date, datetime, timedelta

import pytest
import yaml

from manto.residents import commands as residents
from manto.residents import programs
from manto.residents.catalogue import SourceKind
from manto.residents.loading import load_population
from manto.residents.models import Consent, Lookup, Resident
from manto.residents.queries import Room, has_household, household_of, read_facts
from manto.residents.reference import catalogue
from manto.residents.synthetic import generate
from manto.services import rulebook
from manto.services.knowing import known_case
from manto.services.population import evaluate_population
from manto.services.rules.case import Case, Member, completed, from_catalogue
from manto.services.rules.deciding import rule_on
from manto.services.rules.states import CODES

NOW = datetime(2026, 6, 9, 8, 41, tzinfo=UTC)
TODAY = date(2026, 6, 9)
DAYS = (TODAY, TODAY + timedelta(days=21), TODAY + timedelta(days=90))
SERVICES = 8


@pytest.fixture
def city(db):
    """Let the personas and a thousand others move in; every third of these agrees to being told unasked."""
    from manto.residents.loading import load_personas
    from manto.residents.personas import content_of_city

    load_personas(content_of_city(), today=TODAY, now=NOW)
    population = generate(programs.parameters_of_city(), size=1_000, seed=3, on=TODAY)
    load_population(population, now=NOW)
    agreeing = Resident.objects.filter(pairwise_id__startswith="synthetic-").order_by("id")[::3]
    Consent.objects.bulk_create(
        Consent(resident=one, purpose="proactive", version=3, granted_at=NOW) for one in agreeing
    )


@pytest.mark.parametrize("purpose", ["proactive", None])
def test_the_database_decides_as_one_by_one(city, purpose):
    """All services of the demo, on three days, for whoever lives here, with and without a purpose of consent."""
    services = rulebook.services_of_files()

    states = evaluate_population(services, DAYS, now=NOW, purpose=purpose)

    assert len(services) >= SERVICES
    sample = list(enumerate(states))[:: 9 if purpose else 25]
    assert len(sample) >= 30
    met = set()
    for day in DAYS:
        rules = [rule_on(service, day) for service in services]
        for row, (resident, _) in sample[:40]:
            case = (
                known_case(resident, NOW, proactively=True, on=day).case if purpose else as_the_law_reads(resident, day)
            )
            said = [rule.state_of(case).value if rule else "not applicable" for rule in rules]
            assert said == [CODES[letter] for letter in states.codes[DAYS.index(day)][row]], (resident, day)
            met |= set(said)
    assert met == set(CODES.values())


def as_the_law_reads(resident, day):
    """Gather what is known of somebody and of her household, with nobody's consent to being told."""

    def read(of):
        known = read_facts(of, [kind.name for kind in catalogue()], Room("services"), "sweep", NOW, on=day)
        return from_catalogue((name, fact.value) for name, fact in known.items())

    others = tuple(Member(relation, read(other)) for other, relation in household_of(resident, on=day))
    case = Case(read(resident), others if has_household(resident, on=day) else None)
    return completed(case, rulebook.language())


def test_everybody_who_was_looked_at_reads_it_and_nobody_else(city):
    """One line each and day; who does not agree was not looked at."""
    evaluate_population(rulebook.services_of_files(), DAYS, now=NOW)
    evaluate_population(rulebook.services_of_files(), DAYS, now=NOW)

    lines = Lookup.objects.filter(room="services", reason="sweep")
    agreeing = Consent.objects.filter(purpose="proactive", withdrawn_at=None)
    assert set(agreeing.values_list("resident", flat=True)) == set(lines.values_list("resident", flat=True))
    assert agreeing.count() == lines.count()
    assert "household.isee_cents" in lines[0].names


def test_a_fact_that_ends_before_a_later_day_does_not_count_on_it(city):
    """Today's tables are moved to the later day, not taken for it."""
    nido = read_service_of("- {from: 2020-01-01, conditions: {card: {if: library.card, why: {it: a, en: a}}}}")
    resident = Resident.objects.filter(consents__purpose="proactive").first()
    source = residents.Source(SourceKind.REGISTER, "civil")
    residents.record_fact(resident.id, "library.card", True, source=source, valid_from=TODAY, valid_to=DAYS[1], now=NOW)

    states = evaluate_population([nido], DAYS, now=NOW)

    row = states.residents.index(resident.id)
    assert [codes[row] for codes in states.codes] == ["y", "n", "n"]


def test_a_city_without_services_is_swept_too(city):
    """Nobody stands anywhere, and nothing breaks."""
    states = evaluate_population([], DAYS, now=NOW)

    assert set(states.codes[0]) == {""}


def test_the_dead_are_not_decided_about(city):
    """Nor anybody who has been erased."""
    states = evaluate_population(rulebook.services_of_files(), DAYS[:1], now=NOW, purpose=None)

    dead = {fact.resident_id for fact in dead_of()}
    assert dead
    assert not dead & set(states.residents)
    assert Resident.objects.count() - len(dead) == len(states.residents)


def dead_of():
    """List the facts by which somebody is dead."""
    from manto.residents.models import Fact

    return Fact.objects.filter(name="person.death", superseded_at=None)


def read_service_of(versions):
    """Read a service with these versions."""
    from manto.services.rules.reading import read_service

    text = f"id: prova\ntitle: {{it: a, en: a}}\nversions:\n  {versions}\n"
    assert yaml.safe_load(text)
    return read_service(text, "prova.yaml", rulebook.language())
