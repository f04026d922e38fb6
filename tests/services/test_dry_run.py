"""A change of a rule is tried on everybody, shown without giving anybody away, and published from a day on."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from manto.kernel.clock import FixedClock
from manto.residents import programs
from manto.residents.loading import load_personas, load_population
from manto.residents.models import Account, Lookup
from manto.residents.personas import content_of_city
from manto.residents.roles import Role
from manto.residents.synthetic import generate
from manto.services import rulebook
from manto.services.commands.rules import archive_rules
from manto.services.dryrun.counting import Cell, change_of, dry_run_of, hidden
from manto.services.models import RuleVersion
from manto.services.rules.case import Case
from manto.services.rules.deciding import Rule
from manto.services.rules.record import record_of, replay

NOW = datetime(2026, 6, 9, 8, 41, tzinfo=UTC)
TODAY = date(2026, 6, 9)
GROUPS = {"district": ["a", "b", "c"], "age": ["0-2", "3-5"], "household": ["alone", "couple"]}


@given(counts=st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 40), min_size=1))
def test_nobody_can_be_worked_out_from_what_is_shown(counts):
    """Nothing small is shown, and what is hidden is at least two groups with at least five people between them."""
    shown = hidden(counts)

    kept = [counts[group] for group, count in shown.items() if count is None]
    assert all(count is None or count == counts[group] for group, count in shown.items())
    assert all(count is None or not 0 < count < 5 for count in shown.values())
    assert not kept or len(kept) == len(counts) or (len(kept) >= 2 and sum(kept) >= 5)


def test_changes_are_counted_by_where_and_who():
    """Gains are whoever has it afterwards and had it not; small totals are hidden with all their groups."""
    cells = [
        Cell("n", "y", ("a", "0-2", "couple"), 30),
        Cell("u", "y", ("b", "0-2", "alone"), 20),
        Cell("y", "n", ("c", "3-5", "alone"), 3),
        Cell("x", "x", ("c", "3-5", "alone"), 500),
    ]

    run = dry_run_of(cells, GROUPS)

    assert (run.residents, run.totals) == (553, {"gains": 50, "loses": None, "becomes_unknown": 0, "becomes_known": 0})
    by = {(one.change, one.dimension): one.counts for one in run.breakdowns}
    assert by["gains", "district"] == {"a": 30, "b": 20, "c": 0}
    assert by["loses", "district"] == {"a": None, "b": None, "c": None}
    assert change_of("u", "n") == "becomes_known"


@pytest.fixture
def city(db, settings):
    """Let the personas and a thousand others move in, on a day that stands still."""
    settings.CLOCK = FixedClock(NOW)
    load_personas(content_of_city(), today=TODAY, now=NOW)
    load_population(generate(programs.parameters_of_city(), size=1_500, seed=3, on=TODAY), now=NOW)
    archive_rules(now=NOW)


@pytest.fixture
def davide(city):
    """Sign a case officer in."""
    client = Client()
    client.force_login(
        Account.objects.filter(role=Role.CASE_OFFICER).first(), "django.contrib.auth.backends.ModelBackend"
    )
    return client


def say(client, path, body):
    """Post JSON, and give what comes back."""
    answer = client.post(f"/api/v1/desk/rules/{path}", body, content_type="application/json")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_the_law_changes_and_a_decision_of_before_is_still_explained_as_of_before(davide):
    """Davide raises a limit from a later month: dry run first, then published; March stays March."""
    path = "reduced-fare" if any(one.id == "reduced-fare" for one in rulebook.services()) else "nursery-place"
    shown = davide.get(f"/api/v1/desk/rules/{path}").json()
    limit = next(one for one in shown["parameters"] if one["type"] == "euro")
    service = rulebook.the_service(path)
    old = service.version_on(TODAY)
    case = Case({"person.birth": date(1950, 1, 1), "household.isee_cents": 3_000_000, "home.since": date(2000, 1, 1)})
    rule = Rule(service, old, TODAY)
    record = record_of(rule, case, rule.decide(case))

    draft = say(davide, f"{path}/change", {"name": limit["name"], "value": "90000", "begins": "2027-01-01"})
    checked = say(davide, f"{path}/check", draft)
    run = say(davide, f"{path}/dry-run", draft)
    published = say(davide, f"{path}/publish", draft)

    assert (checked["mistakes"], checked["begins"]) == ([], "2027-01-01")
    totals = {one["change"]: one["count"] for one in run["totals"]}
    assert totals["gains"] > 5
    assert totals["loses"] == 0
    assert {"district", "age", "household"} == {one["dimension"] for one in run["breakdowns"]}
    assert all(
        one["count"] is None or one["count"] == 0 or one["count"] >= 5 for b in run["breakdowns"] for one in b["groups"]
    )
    assert published["since"] == "2027-01-01"
    now_in_force = rulebook.the_service(path)
    assert (old, checked["hash"]) == (now_in_force.version_on(TODAY), now_in_force.version_on(date(2027, 1, 1)).hash)
    assert RuleVersion.objects.get(hash=checked["hash"]).dry_run["totals"] == run["totals"]
    assert rule.decide(case).state.value == replay(record, *rulebook.archived(record["version"])).state.value


def test_a_policy_author_breaks_a_rule_and_is_helped(davide):
    """Line, place and what was probably meant; a broken rule is neither tried nor published."""
    text = davide.get("/api/v1/desk/rules/nursery-place").json()["text"].replace("child.birth", "child.brith", 1)

    checked = say(davide, "nursery-place/check", {"text": text})

    wrong = checked["mistakes"][0]
    assert wrong["shown"][wrong["column"] - 1 : wrong["column"] - 1 + wrong["width"]] == "child.brith"
    assert wrong["next_step"] == "Did you mean 'child.birth'?"
    for what in ("dry-run", "publish"):
        answer = davide.post(
            f"/api/v1/desk/rules/nursery-place/{what}", {"text": text}, content_type="application/json"
        )
        assert answer.status_code == 400


@pytest.mark.parametrize(
    ("old", "new", "status"),
    [
        ("from: 2024-09-01", "from: 2026-06-09", 400),  # today: what was decided stays
        ("from: 2024-09-01", "from: 2020-01-01", 400),
        ("age(child.birth) < 3", "age(child.birth) < 1", 400),  # the day is past as well
    ],
)
def test_a_version_begins_later_than_today(davide, old, new, status):
    """Nobody changes a rule for days that are past."""
    text = davide.get("/api/v1/desk/rules/nursery-place").json()["text"].replace(old, new, 1)

    answer = davide.post("/api/v1/desk/rules/nursery-place/publish", {"text": text}, content_type="application/json")

    assert status == answer.status_code


def test_a_version_that_fails_the_services_own_tests_is_not_published(davide):
    """The tests in the file are its author's promise."""
    text = davide.get("/api/v1/desk/rules/nursery-place").json()["text"]
    text = text.replace("from: 2024-09-01", "from: 2026-09-15").replace("isee_max", "isee_max", 1)
    text = text.replace("household.isee_cents <= isee_max", "household.isee_cents <= euro(1)")

    answer = davide.post("/api/v1/desk/rules/nursery-place/publish", {"text": text}, content_type="application/json")

    assert answer.status_code == 409
    assert "una prova del servizio non riesce" in answer.json()["detail"]


def test_everybody_reads_that_they_were_counted(davide):
    """A dry run leaves a line like any other look."""
    text = davide.get("/api/v1/desk/rules/nursery-place").json()["text"]

    say(davide, "nursery-place/dry-run", {"text": text})

    assert Lookup.objects.filter(room="services", reason="dry_run").count() > 1_000


def test_only_those_who_write_rules_see_them(city):
    """A registrar's desk has none."""
    client = Client()
    registrar = Account.objects.filter(role=Role.REGISTRAR).first()
    client.force_login(registrar, "django.contrib.auth.backends.ModelBackend")

    assert client.get("/api/v1/desk/rules").status_code == 403


def test_every_version_of_the_files_is_kept_and_read_again_alike(city):
    """From its archived text comes the same version, by its hash; keeping it twice changes nothing."""
    assert archive_rules(now=NOW) == 0
    for service in rulebook.services_of_files():
        for version in service.versions:
            found, again = rulebook.archived(version.hash)
            assert (service.id, version.hash) == (found.id, again.hash)
