"""The questions of a service are proposed, compared, tried and published; whoever has begun goes on as she began."""

import copy
import json
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from tests.services.conftest import NOW, TODAY, live
from typer.testing import CliRunner

from manto.kernel.clock import FixedClock
from manto.residents.commands import grant_consent
from manto.residents.models import Account, Lookup
from manto.residents.roles import Role
from manto.services import programs
from manto.services.journey_programs import make_app
from manto.services.models import Case, JourneyVersion, ServiceOffer
from manto.services.queries.mine import offers_of
from manto.services.reference import journey_documents
from manto.services.which_journey import live_version
from manto.store.models import OutboxEvent

SERVICE = "school-meals"
AT = f"/desk/journeys/{SERVICE}"
APP = make_app(lambda: None)


class Clerk:
    """Somebody who is signed in, at a desk or at home."""

    def __init__(self, account, language="en"):
        self.client, self.language = Client(), language
        self.client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")

    def __call__(self, method, path, body=None, *, status=200):
        answer = self.client.generic(
            method,
            f"/api/v1{path}",
            data=json.dumps(body or {}),
            content_type="application/json",
            headers={"accept-language": self.language},
        )
        assert answer.status_code == status, answer.content
        return json.loads(answer.content)


@pytest.fixture
def meals(db, clock):
    """Give the live form of a service as it lies in the city's folder."""
    live(SERVICE)
    return next(one for one in journey_documents(settings.CITY) if one["service"] == SERVICE)


@pytest.fixture
def davide(davide):
    """Give a case officer, who proposes."""
    return Clerk(davide)


@pytest.fixture
def elena(db):
    """Give the service designer, who proposes and publishes."""
    return Clerk(Account.objects.create_user("elena@example.org", name="Elena", role=Role.SERVICE_DESIGNER))


@pytest.fixture
def alberto(db):
    """Give an administrator, who publishes."""
    return Clerk(Account.objects.create_user("alberto@example.org", name="Alberto", role=Role.ADMINISTRATOR))


def shorter(document):
    """Leave out the question after the foods, and say the first one in other words."""
    changed = copy.deepcopy(document)
    changed["steps"] = [step for step in changed["steps"] if step["id"] != "which"]
    changed["steps"][0]["why"]["en"] = "It decides what you pay."
    changed["steps"][0]["fields"][0]["hint"]["it"] = "Come sull'attestazione."
    return changed


def propose(clerk, document, *, status=200):
    """Propose a version; give it as it then stands."""
    said = clerk("POST", f"{AT}/propose", {"document": document, "note": "One question less to answer"}, status=status)
    return said["versions"][0] if status == 200 else said


def begin(resident):
    """Begin an application, and give it as she sees it."""
    her = Clerk(resident.account)
    return her("POST", "/me/cases", {"id": str(uuid4()), "service": SERVICE, "subject": str(resident.id)})


def test_a_proposal_stands_beside_the_live_one_and_changes_nothing(meals, davide, giulia):
    """It has the next number and says who proposed it and why; whoever begins meets the live one."""
    version = propose(davide, shorter(meals))
    page = davide("GET", AT)

    assert (version["number"], version["standing"], version["proposed_by"]) == (2, "proposed", "Davide")
    assert [one["standing"] for one in page["versions"]] == ["proposed", "live"]
    assert begin(giulia)["journey_hash"] == page["live"] != version["hash"]
    assert {"service": SERVICE, "title": page["title"], "proposed": 1} in davide("GET", "/desk/journeys")


def test_who_has_begun_finishes_as_she_began_and_who_begins_meets_the_new(meals, davide, elena, giulia, amir):
    """At once, from the day on; and what is offered names the version that she will meet."""
    hers = begin(giulia)
    grant_consent(amir.id, "proactive", now=NOW)
    ServiceOffer.objects.create(service=SERVICE, subject=amir, receiver=amir, state="open", made_at=NOW)
    version = propose(davide, shorter(meals))
    page = elena("POST", f"{AT}/versions/{version['hash']}/publish", {"live_from": str(TODAY), "note": "Tried it"})

    assert [one["standing"] for one in page["versions"]] == ["live", "superseded"]
    assert (page["versions"][0]["decided_by"], page["versions"][0]["decided_note"]) == ("Elena", "Tried it")
    his = begin(amir)
    assert his["journey_hash"] == version["hash"] == offers_of(amir.id, "en", NOW)[0]["journey"]
    assert [step["id"] for step in his["journey"]["steps"]] == ["income", "diet", "certificate"]
    again = Clerk(giulia.account)
    answered = again("PATCH", f"/me/cases/{hers['id']}/answers", {"answers": {"diet": "belief", "which": "Pork"}})
    assert answered["journey_hash"] == hers["journey_hash"]
    sent = again("POST", f"/me/cases/{hers['id']}/send")
    assert (sent["state"], sent["journey_hash"]) == ("sent", hers["journey_hash"])
    assert Case.objects.get(id=hers["id"]).told["which"]["value"] == "Pork"


def test_a_second_pair_of_eyes_publishes(meals, elena, davide, alberto):
    """Not the proposer, not a case officer; an administrator may."""
    version = propose(elena, shorter(meals))
    publish = f"{AT}/versions/{version['hash']}/publish"

    assert "another's than yours" in elena("POST", publish, status=403)["detail"]
    davide("POST", publish, status=403)
    assert not elena("GET", AT)["versions"][0]["may_publish"]
    assert alberto("GET", AT)["versions"][0]["may_publish"]
    assert [_waiting(clerk) for clerk in (elena, davide, alberto)] == [[], [], ["One question less to answer"]]
    assert alberto("POST", publish)["live"] == version["hash"]
    assert _waiting(alberto) == []


def _waiting(clerk):
    return [task["text"] for task in clerk("GET", "/desk")["queue"] if task["kind"] == "journey"]


def test_a_version_goes_live_on_its_day_and_can_be_called_back_before(meals, davide, elena, giulia, settings):
    """Until then it is scheduled; afterwards the way back is a version of its own."""
    version = propose(davide, shorter(meals))
    at = f"{AT}/versions/{version['hash']}"
    elena("POST", f"{at}/publish", {"live_from": str(TODAY - timedelta(days=1))}, status=400)
    page = elena("POST", f"{at}/publish", {"live_from": str(TODAY + timedelta(days=7))})
    assert [one["standing"] for one in page["versions"]] == ["scheduled", "live"]
    first = begin(giulia)["journey_hash"]
    assert first == page["live"]

    settings.CLOCK = FixedClock(NOW + timedelta(days=7))

    assert elena("GET", AT)["live"] == version["hash"]
    assert "Applications were begun" in elena("POST", f"{at}/withdraw", status=409)["detail"]
    back = propose(davide, davide("GET", f"{AT}/versions/{first}"))
    page = elena("POST", f"{AT}/versions/{back['hash']}/publish", {"note": "The former one again"})
    assert [(one["number"], one["standing"]) for one in page["versions"]] == [
        (3, "live"),
        (2, "superseded"),
        (1, "superseded"),
    ]


def test_a_proposal_is_withdrawn_by_whoever_made_it_or_publishes(meals, davide, elena):
    """And what was withdrawn, or overtaken by a newer one, is not published."""
    version, other = propose(davide, shorter(meals)), {**shorter(meals), "intro": {"en": "Hello", "it": "Ciao"}}
    newer = propose(elena, other)
    assert "somebody else's" in davide("POST", f"{AT}/versions/{newer['hash']}/withdraw", status=403)["detail"]
    Clerk(Account.objects.create_user("sara@example.org", role=Role.SERVICE_DESIGNER))(
        "POST", f"{AT}/versions/{newer['hash']}/publish"
    )

    overtaken = elena("GET", AT)["versions"][1]
    assert (overtaken["number"], overtaken["overtaken"], overtaken["may_publish"]) == (2, True, False)
    refused = elena("POST", f"{AT}/versions/{version['hash']}/publish", status=400)
    assert "not newer than version 3" in refused["detail"]
    page = davide("POST", f"{AT}/versions/{version['hash']}/withdraw", {"note": "Elena's is better"})
    assert [one["standing"] for one in page["versions"]] == ["live", "withdrawn", "superseded"]
    assert [event.payload["to"] for event in OutboxEvent.objects.filter(name="services.journey_moved")] == [
        "proposed", "proposed", "published", "withdrawn",
    ]  # fmt: skip


def test_what_says_nothing_new_or_no_why_is_refused(meals, davide):
    """The live one again, the same proposal twice, no reason, another service's."""
    assert "Nothing differs" in propose(davide, meals, status=409)["detail"]
    propose(davide, shorter(meals))
    assert "proposes the same" in propose(davide, shorter(meals), status=409)["detail"]
    other = {**shorter(meals), "service": "bike-box"}
    assert "another service" in propose(davide, other, status=400)["detail"]
    unsaid = davide("POST", f"{AT}/propose", {"document": {**meals, "steps": []}, "note": "  "}, status=400)
    assert "not said why" in unsaid["detail"]


def test_mistakes_are_told_at_their_place_in_both_languages(meals, davide, davide_it):
    """All of them, with the question, the field, and what to do; the form first, then its sense."""
    broken = copy.deepcopy(meals)
    del broken["steps"][0]["title"]["it"]
    broken["steps"][1]["fields"][0]["label"]["en"] = ""
    broken["steps"][2]["fields"] = []

    said = davide("POST", f"{AT}/check", {"document": broken})
    detto = davide_it("POST", f"{AT}/check", {"document": broken})

    assert [(one["step"], one["field"], one["key"]) for one in said] == [
        (1, 0, "title"), (2, 1, "label"), (3, 0, "fields"),
    ]  # fmt: skip
    assert said[0]["what"] == "The text is missing in Italian: the question."
    assert said[1]["where"] == "Question 2, field “diet”"
    assert detto[0]["what"] == "Manca il testo in italiano: la domanda."
    assert detto[0]["next_step"] == "Scriverlo in entrambe le lingue."

    backwards = copy.deepcopy(meals)
    backwards["steps"].reverse()
    backwards["steps"][3]["fields"][0]["fact"] = "household.ise_cents"
    found = davide("POST", f"{AT}/check", {"document": backwards})
    assert [(one["step"], one["key"], one["near"]) for one in found] == [
        (1, "when", ""), (2, "when", ""), (4, "fact", "household.isee_cents"),
    ]  # fmt: skip
    assert "not asked before" in found[0]["what"]


@pytest.fixture
def davide_it(davide):
    """Give the case officer in Italian."""
    other = Clerk.__new__(Clerk)
    other.client, other.language = davide.client, "it"
    return other


def test_two_versions_are_compared_in_words(meals, davide, davide_it):
    """Question by question: what changed in which language, what is gone, what has moved, and under which condition."""
    changed = shorter(meals)
    changed["steps"][2]["when"] = {"any": [{"field": "diet", "is": "allergy"}, {"field": "diet", "is": "belief"}]}
    changed["steps"].insert(0, changed["steps"].pop(1))
    version, before = propose(davide, changed), davide("GET", AT)["live"]

    told = davide("GET", f"{AT}/versions/{before}/changes/{version['hash']}")["changes"]
    detto = davide_it("GET", f"{AT}/versions/{before}/changes/{version['hash']}")["changes"]

    assert {(one["where"], one["kind"], one["what"]) for one in told} == {
        ("Question 1: Is there anything your child cannot eat?", "moved", "Was question 2, is question 1"),
        ("Question 2: What is your household's ISEE?", "changed", "Why it is asked"),
        ("Question 2: What is your household's ISEE?", "changed", "The hint of the field “ISEE in euro” (in Italian)"),
        ("Question 3: Add the doctor's certificate", "changed", "When it is asked"),
        ("Question 4: What does your child not eat?", "removed", "The whole question"),
    }
    when = next(one for one in told if one["what"] == "When it is asked")
    assert when["before"] == "“Diet” is Yes, for an allergy or an illness"
    assert when["after"] == f"{when['before']} or “Diet” is Yes, for religion or by choice"
    assert ("removed", "Tutto il passo") in {(one["kind"], one["what"]) for one in detto}
    hint = next(one for one in detto if one["language"] == "it")
    assert hint["after"] == "Come sull'attestazione."


def test_it_is_tried_on_somebody_invented_and_nothing_is_written(meals, davide, giulia):
    """What would be prefilled, from which source; no case, no line of who looked, no event."""
    version, people = propose(davide, shorter(meals)), davide("GET", f"{AT}/people")
    tables = (Case, Lookup, OutboxEvent, JourneyVersion)
    before = [table.objects.count() for table in tables]

    tried = davide("GET", f"{AT}/versions/{version['hash']}/try?persona=giulia")
    stranger = davide("GET", f"{AT}/versions/{version['hash']}/try")
    davide("GET", f"{AT}/versions/{version['hash']}/try?persona=nobody", status=404)

    assert "giulia" in {one["id"] for one in people}
    (isee,) = tried["known"]
    assert (isee["field"], isee["value"]) == ("isee", 1684000)
    assert "ISEE declaration" in isee["source"]
    assert [step["id"] for step in tried["document"]["steps"]] == ["income", "diet", "certificate"]
    assert stranger["known"] == []
    assert before == [table.objects.count() for table in tables]


def test_the_folder_waits_where_the_desk_has_gone_on(meals, davide, elena):
    """Bringing the city up again changes nothing live; what the folder has new waits as a proposal."""
    version = propose(davide, shorter(meals))
    elena("POST", f"{AT}/versions/{version['hash']}/publish")

    programs.take_over_journeys(settings.CITY, now=NOW)

    assert live_version(SERVICE, TODAY).hash == version["hash"]
    assert live_version("nursery-place", date(2020, 1, 1)).number == 1  # the first of a service has no first day


def test_a_designer_works_at_the_command_line(meals, elena, alberto, tmp_path):
    """Show, change, check, propose, compare, publish by another, and call back; JSON where asked."""
    run = lambda *words: CliRunner().invoke(APP, [str(word) for word in words])  # noqa: E731
    file = tmp_path / "meals.json"
    file.write_text(json.dumps(shorter(json.loads(run("show", SERVICE).output))))
    broken = tmp_path / "broken.json"
    broken.write_text(json.dumps({**meals, "title": {"en": "Meals"}}))
    note = ("--note", "One question less to answer")

    assert "nothing is wrong" in run("check", file).output
    wrong = run("check", broken, "--json")
    assert (wrong.exit_code, json.loads(wrong.output)[0]["key"]) == (1, "title")
    assert "Version 2 of school-meals is proposed" in run("propose", file, "--by", "elena@example.org", *note).output
    assert "Gone: The whole question" in run("diff", SERVICE, 1, 2).output
    assert "another's than yours" in str(run("publish", SERVICE, 2, "--by", "elena@example.org").exception)
    later = str(TODAY + timedelta(days=3))
    done = run("publish", SERVICE, 2, "--by", "alberto@example.org", "--from", later)
    assert f"from {later} on" in done.output
    assert [row["standing"] for row in json.loads(run("list", SERVICE, "--json").output)] == ["scheduled", "live"]
    assert "is withdrawn" in run("withdraw", SERVICE, 2, "--by", "alberto@example.org").output
    assert "has no version '7'" in str(run("show", SERVICE, 7).exception)
