"""Plans that somebody begins herself, and answers that settle a service."""

from datetime import date, timedelta

from tests.services.conftest import NOW, TODAY, somebody

from manto.residents import commands as residents
from manto.residents.catalogue import SourceKind
from manto.services.queries import mine

LANGUAGE = "en"


def test_a_broken_leg_is_told_by_whoever_has_it_and_becomes_a_plan(db, clock):
    """One question behind her consent; then what helps is due at once and not only on the day she is well again."""
    broken = somebody("broken@example.org", {"person.birth": date(1978, 3, 4), "home.since": date(2004, 6, 1)})
    (asked,) = [one for one in mine.home(broken.id, LANGUAGE, NOW)["beginnings"] if one["id"] == "injury"]
    assert asked["consent"] == "tailoring"

    residents.grant_consent(broken.id, "tailoring", language="en", now=NOW)
    (asked,) = [one for one in mine.home(broken.id, LANGUAGE, NOW)["beginnings"] if one["id"] == "injury"]
    assert asked["consent"] is None
    residents.tell_own_word(broken.id, asked["question"]["fact"], TODAY + timedelta(days=40), now=NOW)

    assert [one["id"] for one in mine.home(broken.id, LANGUAGE, NOW)["beginnings"]] == ["business"]
    plan = mine.show_plan("injury", broken.id, None, LANGUAGE, NOW)
    steps = {step["service"]: step for step in plan["steps"]}
    assert plan["on_text"] == "Until: Sunday 19 July"
    assert (steps["aids-loan"]["state"], steps["aids-loan"]["day_text"]) == ("due", None)
    assert steps["accompanied-trips"]["state"] == "confirm"
    assert all(step["day_text"] is None for step in plan["steps"])
    assert steps["aids-loan"]["way_href"].endswith("?as=slow")


def test_a_new_shop_is_one_list_with_what_is_missing_asked_and_dates(db, clock):
    """Premises and insurance are known, the course is asked; then the shop is due by its day, the waste tax afterwards."""
    baker = somebody("baker@example.org", {"person.birth": date(1972, 3, 4), "business.premises_fit": True})
    residents.tell_own_word(baker.id, "business.opens", TODAY + timedelta(days=30), now=NOW)
    source = residents.Source(SourceKind.RECORD, "insurance/MIN-1")
    until = date(2027, 6, 1)
    residents.record_fact(baker.id, "business.insured_until", until, source=source, valid_from=TODAY, now=NOW)

    def stands():
        plan = mine.show_plan("business", baker.id, None, LANGUAGE, NOW)
        return plan, [(step["service"], step["state"]) for step in plan["steps"]]

    before, steps = stands()
    assert [question["fact"] for question in before["questions"]] == ["business.hygiene_course"]
    assert steps == [("new-shop", "ask"), ("shop-sign", "confirm"), ("shop-waste", "due")]

    residents.tell_own_word(baker.id, "business.hygiene_course", True, now=NOW)
    after, steps = stands()
    assert (after["questions"], steps[0]) == ([], ("new-shop", "due"))
    assert (after["steps"][0]["by_text"], after["on_text"]) == ("By Thursday 9 July", "Opening: Thursday 9 July")


def test_whoever_is_not_retired_says_so_once_and_is_not_asked_again(db, clock):
    """None is an answer, and nothing is left open."""
    one = somebody("one@example.org", {"home.since": date(2004, 6, 1)})
    (question,) = mine.for_me("active-retirement", one.id, None, LANGUAGE, NOW)["questions"]
    assert (question["fact"], question["none"]) == ("pension.since", "I am not retired")

    residents.tell_own_word(one.id, "pension.since", None, now=NOW)

    assert mine.for_me("active-retirement", one.id, None, LANGUAGE, NOW)["questions"] == []
