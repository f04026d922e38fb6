"""Ranking lists: the machine adds up and proposes, a person gives the places, nobody is refused by it."""

import functools
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.services.conftest import CIVIL, NOW, live, somebody
from tests.services.test_cases import Browser

from manto.kernel.clock import FixedClock
from manto.kernel.errors import BadInput
from manto.residents import commands as residents
from manto.residents import personal_data
from manto.services import reference
from manto.services.commands.rules import archive_rules
from manto.services.education.ranking import Entry, ranked
from manto.services.education.windows import Round, read_windows
from manto.services.models import Case, RankedCase
from manto.services.queries.desk import case_for_desk
from manto.store.outbox import deliver_due

SPRING = datetime(2027, 3, 20, 9, tzinfo=UTC)
LISTS = "/desk/lists/nursery-place/2027"

entries = st.builds(
    Entry,
    case=st.uuids(),
    late=st.booleans(),
    points=st.integers(0, 40),
    birth=st.dates(date(2023, 1, 1), date(2026, 1, 1)),
    sent_at=st.datetimes(datetime(2026, 3, 1), datetime(2026, 8, 1)),
    holds=st.booleans(),
)


@given(st.lists(entries, max_size=30, unique_by=lambda one: one.case), st.integers(1, 20))
def test_places_go_down_the_list_and_no_further(listed, places):
    """Who has a place keeps it; of the others nobody is passed over for somebody who stands lower."""
    order = ranked(reversed(listed), places)

    waiting = [one.within for one in order if not one.entry.holds]
    assert order == ranked(listed, places)
    assert [one.position for one in order] == list(range(1, len(listed) + 1))
    assert waiting == sorted(waiting, reverse=True)
    assert sum(waiting) == min(len(waiting), max(places - sum(one.holds for one in listed), 0))
    assert all(one.within for one in order if one.entry.holds)


def test_in_time_then_points_then_age_then_the_earlier():
    """As the city's rules say."""

    def one(number, late, points, birth_day, hour):
        at = datetime(2026, 3, 20, hour, tzinfo=UTC)
        return Entry(UUID(int=number), late, points, date(2026, 1, birth_day), at)

    expected = [one(5, False, 9, 2, 8), one(4, False, 9, 2, 9), one(3, False, 9, 3, 7), one(2, False, 8, 1, 7)]
    expected += [one(1, True, 40, 1, 7)]

    assert expected == [place.entry for place in ranked(reversed(expected), 3)]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 2, 28), Round(2025, True)),
        (date(2026, 3, 1), Round(2026, False)),
        (date(2026, 4, 15), Round(2026, False)),
        (date(2026, 4, 16), Round(2026, True)),
    ],
)
def test_what_is_asked_belongs_to_the_list_that_opened_last(day, expected):
    """In time to the last day, late from the next."""
    assert expected == reference.windows()["nursery-place"].round_of(day)


@pytest.mark.parametrize(
    ("birth", "group"),
    [
        (date(2025, 9, 2), "small"),
        (date(2025, 9, 1), "middle"),
        (date(2023, 9, 2), "large"),
        (date(2023, 9, 1), None),
    ],
)
def test_a_child_is_in_the_group_of_its_age_on_the_day_it_begins(birth, group):
    """To the day."""
    found = reference.windows()["nursery-place"].group_of(birth, 2026)

    assert group == (found.id if found else None)


A_WINDOW = {"service": "a", "opens": "03-01", "closes": "04-15", "begins": "09-01", "late": {"en": "l", "it": "l"}}
A_GROUP = {"id": "g", "title": {"en": "g", "it": "g"}, "months_under": 12, "places": 3}


@pytest.mark.parametrize(
    "change",
    [
        {"closes": "02-01"},
        {"opens": "02-30"},
        {"late": {"en": "l"}},
        {"groups": [A_GROUP]},
        {"groups": [{**A_GROUP, "places": 0}], "ties": A_GROUP["title"]},
        {"groups": [{**A_GROUP, "months_under": 24}, A_GROUP], "ties": A_GROUP["title"]},
        {"groups": [{"id": "g"}], "ties": A_GROUP["title"]},
    ],
)
def test_a_mistake_in_the_folder_is_told(change):
    """With the file, whatever is wrong."""
    with pytest.raises(BadInput, match=r"education\.yaml"):
        read_windows([{**A_WINDOW, **change}], file="education.yaml", languages=("it", "en"))


@pytest.fixture
def spring(db, settings):
    """Let it be the weeks in which one asks, with the journeys live."""
    settings.CLOCK = FixedClock(SPRING)
    live("nursery-place")
    return settings.CLOCK


def a_family(name, *, born=date(2026, 5, 3), isee=2000000, work="employed", other_parent=None):
    """Register a parent with a child for whom she acts."""
    facts = {"person.given_name": f"Parent of {name}", "work.status": work}
    if isee is not None:
        facts["household.isee_cents"] = isee
    parent = somebody(f"{name}@example.org", facts)
    child = somebody("", {"person.given_name": name, "person.birth": born, "home.since": born}, account=False)
    members = [(parent.id, "head"), (child.id, "child")]
    if other_parent:
        other = somebody("", {"work.status": other_parent}, account=False)
        residents.grant_consent(other.id, "proactive", language="en", now=NOW)
        members.append((other.id, "partner"))
    residents.form_household(members, since=born)
    residents.appoint_guardian(child.id, parent.id, proof="birth record", since=born)
    return parent, child


def asks_for_a_place(parent, child):
    """Ask for the nursery over HTTP; gives the case as the parent sees it."""
    browser = Browser(parent.account)
    case = browser("POST", "/me/cases", {"id": str(uuid4()), "service": "nursery-place", "subject": str(child.id)})
    browser("PATCH", f"/me/cases/{case['id']}/answers", {"answers": {"@seen": ["income"]}})
    return browser("POST", f"/me/cases/{case['id']}/send")


def test_a_family_sees_where_its_child_stands_and_why(spring):
    """Each line says what for, how many points it gives, and whether it counts; both parents see the same order."""
    both = a_family("Ada", other_parent="employed")
    alone = a_family("Bea", isee=900000)
    first, second = asks_for_a_place(*both), asks_for_a_place(*alone)

    ada = Browser(both[0].account)("GET", f"/me/cases/{first['id']}")["on_list"]
    bea = Browser(alone[0].account)("GET", f"/me/cases/{second['id']}")["on_list"]

    assert "Ada is number 2 of 2" in ada["text"]
    assert "Bea is number 1 of 2" in bea["text"]
    assert (ada["points"], bea["points"]) == (12, 28)
    assert {line["text"]: line["points"] for line in ada["lines"]}["ISEE up to 15,000 euro"] == 0
    assert all(line["worth"] for line in bea["lines"])
    assert "Thursday 15 April" in bea["when_text"]
    assert bea["late_text"] is None


def test_what_becomes_known_while_the_list_is_open_counts_by_itself(spring):
    """Nobody has to ask again; once the window has closed the list stays as it is."""
    parent, child = a_family("Dino", isee=None)
    case = asks_for_a_place(parent, child)
    before = case["on_list"]["points"]

    def points_with(isee, now):
        residents.record_fact(
            parent.id, "household.isee_cents", isee, source=CIVIL, valid_from=date(2027, 3, 1), now=now
        )
        while deliver_due(now=now):
            pass
        return RankedCase.objects.get(case=case["id"]).points

    assert points_with(800000, SPRING + timedelta(hours=1)) == before + 6
    assert points_with(2000000, SPRING + timedelta(days=60)) == before + 6


def test_what_is_not_known_counts_nothing_until_it_is(spring, davide):
    """The office asks, she tells, and it is added up again."""
    parent, child = a_family("Ciro", isee=None)
    case = asks_for_a_place(parent, child)
    browser, desk = Browser(parent.account), Browser(davide)
    before = case["on_list"]
    desk("POST", f"/desk/cases/{case['id']}/ask", {"reason": "We do not know the ISEE of this year yet."})
    residents.record_fact(
        parent.id, "household.isee_cents", 800000, source=CIVIL, valid_from=date(2027, 3, 1), now=SPRING
    )

    after = browser("POST", f"/me/cases/{case['id']}/complete")["on_list"]

    assert [line["counts_text"] for line in before["lines"] if line["points"] is None] == [
        "not known: counts nothing until it is"
    ]
    assert after["points"] == before["points"] + 6


def test_a_decision_comes_out_again_from_its_record(spring, davide):
    """By the rule that decided then, whatever is known now; a record that was touched does not; nor without its rule."""
    parent, child = a_family("Fia")
    case = Case.objects.get(id=asks_for_a_place(parent, child)["id"])
    said = functools.partial(Browser(davide), "GET", f"/desk/cases/{case.id}")
    assert said()["replayed_text"].startswith("No rule of this hash was ever in force here.")

    archive_rules(now=SPRING)
    residents.record_fact(
        parent.id, "household.isee_cents", 9000000, source=CIVIL, valid_from=date(2027, 3, 1), now=SPRING
    )
    assert said()["replayed_text"].startswith("Decided again just now from its record, by the rule of ")

    facts = case.explanation["record"]["facts"]
    assert facts["person.birth"]["source"] == ["register", "civil"]
    facts["person.birth"]["day"] = "2019-01-01"
    case.save()
    assert said()["replayed_text"] == "The decision does not come out as it was recorded."


def test_what_a_record_says_of_others_is_theirs(spring):
    """It is in nobody else's export, and goes with its owner."""
    parent, child = a_family("Gea", other_parent="employed")
    case = Case.objects.get(id=asks_for_a_place(parent, child)["id"])
    record = case.explanation["record"]
    assert str(parent.id) in {one["key"] for one in record["household"]}

    (exported,) = personal_data.export_everything(child.id, now=SPRING)["rooms"]["services"]["cases"]
    assert exported["explanation"]["record"]["household"] is None
    assert exported["explanation"]["record"]["facts"] == record["facts"]
    (other,) = {one["key"] for one in record["household"]} - {str(parent.id)}
    (part,) = [one for one in personal_data.parts() if one.room == "services"]
    part.erase(UUID(other))
    assert Case.objects.get().explanation["record"] is None


def test_whoever_asks_late_stands_behind_and_is_told(spring, settings, davide):
    """However many points."""
    asks_for_a_place(*a_family("Dino", work="home"))
    settings.CLOCK = FixedClock(SPRING + timedelta(days=40))

    late = asks_for_a_place(*a_family("Elio", isee=100000))["on_list"]

    assert "number 2 of 2" in late["text"]
    in_time, after = Case.objects.order_by("sent_at")
    assert in_time.due == date(2027, 4, 15) + timedelta(days=30), "nobody can be answered before all have asked"
    assert after.due == (SPRING + timedelta(days=70)).date()
    said = [case_for_desk(case.id, davide.id, "en", SPRING)["answered_after_list"] for case in (in_time, after)]
    assert said == [True, False]
    assert "Thursday 15 April" in late["late_text"]


def test_the_officer_gives_the_proposed_places_and_nobody_is_refused(spring, davide, monkeypatch):
    """Two places, three children: two are told with points and law, the third waits and moves up when one leaves."""
    window = reference.windows()["nursery-place"]
    middle = window.groups[1]
    monkeypatch.setitem(
        reference.windows(),
        "nursery-place",
        type(window)(**{**vars(window), "groups": (type(middle)(**{**vars(middle), "places": 2}),)}),
    )
    families = [a_family("Fia", isee=900000), a_family("Gil"), a_family("Ivo", work="home")]
    sent = [asks_for_a_place(*family) for family in families]
    desk = Browser(davide)

    seen = desk("GET", f"{LISTS}/middle")
    proposed = [row["case"] for row in seen["rows"] if row["proposed"]]
    given_ = desk(
        "POST", f"{LISTS}/middle/places", {"cases": proposed, "reason": "Congratulations.", "law": "Rules, article 5"}
    )
    deliver_due(now=SPRING)

    assert proposed == [one["id"] for one in sent[:2]]
    assert (seen["proposed"], given_["given"], given_["proposed"]) == (2, 2, 0)
    hers = Browser(families[0][0].account)("GET", f"/me/cases/{sent[0]['id']}")
    assert (hers["state"], hers["moves"][0]["by"]) == ("granted", "officer")
    assert "Place 1 of 3 on the list, with 28 points" in hers["moves"][0]["reason"]
    assert "Congratulations." in hers["moves"][0]["reason"]
    waits = Browser(families[2][0].account)("GET", f"/me/cases/{sent[2]['id']}")
    assert (waits["state"], waits["on_list"]["within"]) == ("sent", False)
    Case.objects.filter(id=sent[0]["id"]).update(state="withdrawn")  # a family moves away
    assert [row["case"] for row in desk("GET", f"{LISTS}/middle")["rows"] if row["proposed"]] == [sent[2]["id"]]


def test_a_list_that_changed_meanwhile_gives_nothing(spring, davide):
    """The officer gives what she saw, or looks again."""
    parent, child = a_family("Lea")
    asked = asks_for_a_place(parent, child)
    asks_for_a_place(*a_family("Mia"))

    Browser(davide)("POST", f"{LISTS}/middle/places", {"cases": [asked["id"]], "law": "Rules, article 5"}, status=409)

    assert not Case.objects.filter(state="granted").exists()
    Browser(davide)("GET", "/desk/lists/waste-tax/2027/middle", status=404)


def test_a_place_on_a_list_goes_with_its_resident(spring):
    """Exported, then erased."""
    parent, child = a_family("Nino")
    asks_for_a_place(parent, child)

    assert len(personal_data.export_everything(child.id, now=SPRING)["rooms"]["services"]["ranked"]) == 1
    Case.objects.filter(subject=child.id).delete()
    assert not RankedCase.objects.exists()
