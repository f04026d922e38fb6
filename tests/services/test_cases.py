"""An application from its first answer to its end, over HTTP."""

import json
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.services.conftest import NOW

from manto.residents import personal_data
from manto.residents.models import Account, Lookup
from manto.residents.roles import Role
from manto.services import programs, reference
from manto.services.catalogue import read_service
from manto.services.models import Case, CaseMove, Document, JourneyVersion, Payment
from manto.store.models import OutboxEvent

PDF = b"%PDF-1.7\n%%EOF\n"
WORDS = {"en": "Example", "it": "Esempio"}


def a_field(name, kind, **more):
    return {"id": name, "type": kind, "label": WORDS, **more}


JOURNEY = {
    "schema": "manto-journey-1",
    "service": "bike-box",
    "version": 1,
    "title": WORDS,
    "steps": [
        {
            "id": "income",
            "title": WORDS,
            "fields": [a_field("isee", "money", fact="household.isee_cents", of="applicant")],
        },
        {"id": "which", "title": WORDS, "fields": [a_field("size", "integer", min=1, max=4)]},
        {"id": "paper", "title": WORDS, "fields": [a_field("photo", "file", optional=True)]},
    ],
    "act": WORDS,
    "sent": {"title": WORDS, "text": WORDS},
}


def a_service(**catalogue):
    words = dict.fromkeys(("about", "result", "cost", "act", "office"), WORDS)
    document = {
        "id": "bike-box",
        "title": {"en": "A bicycle box", "it": "Un box per la bici"},
        "summary": WORDS,
        "domain": "mobility",
        "versions": [{"law": {"en": "Municipal rules 3/2025, article 2", "it": "Reg. com. 3/2025, art. 2"}}],
        "catalogue": {**words, **catalogue},
    }
    return read_service(document, file="bike-box.yaml", languages=("it", "en"))


@pytest.fixture
def bike_box(db, clock, monkeypatch):
    """Give a service that asks little, and a way to change it."""
    from manto.services.commands import journeys

    version = journeys.propose_journey(JOURNEY, origin="folder", now=NOW)
    journeys.publish_journey(version.hash, now=NOW)

    def offer(**catalogue):
        monkeypatch.setitem(reference.services(), "bike-box", a_service(**catalogue))

    offer()
    return offer


class Browser:
    """Somebody who is signed in."""

    def __init__(self, account):
        self.client = Client(headers={"accept-language": "en"})
        self.client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")

    def __call__(self, method, path, body=None, status=200):
        data = json.dumps(body or {}) if method != "GET" else ""
        answer = self.client.generic(method, f"/api/v1{path}", data, content_type="application/json")
        assert answer.status_code == status, answer.content
        return answer.json() if answer.content and "json" in answer["content-type"] else answer

    def hands_in(self, path, name, content, status=200):
        answer = self.client.post(f"/api/v1{path}", {"file": SimpleUploadedFile(name, content)})
        assert answer.status_code == status, answer.content
        return answer.json()


def begin(browser, **body):
    return browser("POST", "/me/cases", {"id": str(uuid4()), "service": "bike-box", **body})


def sent(browser):
    case = begin(browser)
    browser("PATCH", f"/me/cases/{case['id']}/answers", {"answers": {"size": 2, "@seen": ["paper"]}})
    return browser("POST", f"/me/cases/{case['id']}/send")


def test_what_the_city_knows_is_filled_in_and_not_asked(bike_box, giulia):
    """With its source, and the look leaves its line."""
    case = begin(Browser(giulia.account))

    assert case["next_step"] == "which"
    assert [(one["field"], one["value"], one["text"]) for one in case["known"]] == [("isee", 1684000, "€16,840.00")]
    assert "From the ISEE declaration" in case["known"][0]["source"]
    assert Lookup.objects.filter(resident=giulia, room="services", reason="fill_in").exists()


def test_what_the_city_does_not_know_is_asked(bike_box, amir):
    """And nothing else."""
    case = begin(Browser(amir.account))

    assert (case["next_step"], case["known"]) == ("income", [])


def test_beginning_twice_is_once(bike_box, giulia):
    """Under the identifier that the phone made, and from another phone while the first is a draft."""
    her, number = Browser(giulia.account), str(uuid4())

    first, again = begin(her, id=number), begin(her, id=number)
    other = begin(her)

    assert number == first["id"] == again["id"] == other["id"]


def test_nobody_sees_or_takes_over_somebody_elses(bike_box, giulia, amir):
    """Not by its identifier, not to read, answer, send, withdraw or to begin anew."""
    case = begin(Browser(giulia.account))
    him = Browser(amir.account)

    him("GET", f"/me/cases/{case['id']}", status=404)
    him("PATCH", f"/me/cases/{case['id']}/answers", {"answers": {"size": 1}}, status=404)
    him("POST", f"/me/cases/{case['id']}/send", status=404)
    him("DELETE", f"/me/cases/{case['id']}", status=404)
    him("POST", "/me/cases", {"id": case["id"], "service": "bike-box"}, status=409)


def test_each_answer_is_kept_and_a_wrong_one_refused_whole(bike_box, giulia):
    """What was answered before stays; null takes an answer back."""
    her = Browser(giulia.account)
    path = f"/me/cases/{begin(her)['id']}/answers"

    her("PATCH", path, {"answers": {"isee": 1000000}})
    her("PATCH", path, {"answers": {"size": 9, "isee": 5}}, status=400)
    after = her("PATCH", path, {"answers": {"size": 2}})

    assert after["answers"] == {"isee": 1000000, "size": 2}
    assert her("PATCH", path, {"answers": {"isee": None}})["answers"] == {"size": 2}


def test_what_is_not_whole_is_not_sent(bike_box, amir):
    """And the refusal names the step."""
    him = Browser(amir.account)
    case = begin(him)

    refused = him("POST", f"/me/cases/{case['id']}/send", status=400)

    assert "income" in refused["detail"]


def test_what_is_sent_says_for_each_value_from_where_it_is(bike_box, giulia):
    """The city has thirty days from then, by its table, and a number that nobody can guess."""
    case = sent(Browser(giulia.account))

    assert (case["state"], case["due"], case["turn"]) == ("sent", "2026-07-09", "office")
    assert len(case["number"]) == 12
    lines = {one["field"]: (one["text"], one["from_text"]) for one in case["told"]}
    assert lines["size"] == ("2", "Said by the applicant")
    assert lines["isee"][0] == "€16,840.00"
    assert OutboxEvent.objects.filter(name="services.case_moved", subject=str(giulia.id)).count() == 1


def test_a_guardian_acts_for_a_child_and_the_case_says_by_which_proof(bike_box, giulia, nora, amir):
    """Nobody else does."""
    case = begin(Browser(giulia.account), subject=str(nora.id))

    assert (case["proof"], case["for_name"]) == ("birth record 2026/112", "Nora")
    refused = {"id": str(uuid4()), "service": "bike-box", "subject": str(nora.id)}
    Browser(amir.account)("POST", "/me/cases", refused, status=403)


def test_an_officer_decides_with_reason_and_law_and_the_resident_reads_both(bike_box, giulia, davide):
    """She may ask that a refusal be looked at again; the look at her name left its line."""
    her, him = Browser(giulia.account), Browser(davide)
    case = sent(her)
    path = f"/desk/cases/{case['id']}"
    assert [f"case-{case['id']}"] == [task["id"] for task in him("GET", "/desk")["queue"]]

    shown = him("POST", f"{path}/take")
    him("POST", f"{path}/decide", {"decision": "refused", "reason": "no", "law": "art. 2"}, status=400)
    him(
        "POST",
        f"{path}/decide",
        {"decision": "refused", "reason": "No box is free there.", "law": "Reg. 3/2025, art. 2"},
    )
    refused = her("GET", f"/me/cases/{case['id']}")
    again = her("POST", f"/me/cases/{case['id']}/appeal", {"reason": "Box 7 is free since Monday."})
    him("POST", f"{path}/decide", {"decision": "granted", "reason": "Box 7 is hers now.", "law": "Reg. 3/2025, art. 2"})
    granted = her("GET", f"/me/cases/{case['id']}")

    assert (shown["resident"]["name"], shown["choices"]) == ("Giulia Ferrari", ["to_complete", "granted", "refused"])
    assert (
        refused["moves"][0]["reason"],
        refused["moves"][0]["law"],
    ) == ("No box is free there.", "Reg. 3/2025, art. 2")
    assert (refused["state"], refused["may"]["appeal"]) == ("refused", True)
    assert again["state"] == "under_review"
    assert (granted["state"], granted["moves"][0]["reason"]) == ("granted", "Box 7 is hers now.")
    assert him("GET", "/desk")["queue"] == []
    assert Lookup.objects.filter(resident=giulia, account=davide, reason=f"To decide on application {case['number']}")


def test_whoever_refused_does_not_look_again_where_somebody_else_can(bike_box, giulia, davide):
    """An office of one decides all the same."""
    her, him = Browser(giulia.account), Browser(davide)
    case = sent(her)["id"]
    path = f"/desk/cases/{case}"
    no = {"decision": "refused", "reason": "No box is free there.", "law": "Reg. 3/2025, art. 2"}
    him("POST", f"{path}/decide", no)
    her("POST", f"/me/cases/{case}/appeal", {"reason": "Box 7 is free."})
    ines = Account.objects.create_user("ines@example.org", name="Ines", role=Role.CASE_OFFICER)

    him("POST", f"{path}/decide", no, status=403)
    again = Browser(ines)("POST", f"{path}/decide", no)

    assert [move["reason"] for move in again["moves"]].count("No box is free there.") == 2


def test_what_is_missing_is_asked_for_and_the_citys_clock_stands_still(bike_box, giulia, davide):
    """Until she has answered; then it is the office's turn again."""
    her, him = Browser(giulia.account), Browser(davide)
    case = sent(her)

    him("POST", f"/desk/cases/{case['id']}/ask", {"reason": "Please add a photo of the bicycle."})
    asked = her("GET", f"/me/cases/{case['id']}")
    her.hands_in(f"/me/cases/{case['id']}/documents/photo", "bike.pdf", PDF)
    after = her("POST", f"/me/cases/{case['id']}/complete")

    assert (asked["state"], asked["due_text"], asked["may"]["complete"]) == ("to_complete", None, True)
    assert after["state"] == "in_progress"
    assert him("GET", f"/desk/cases/{case['id']}")["documents"][0]["name"] == "bike.pdf"


def test_files_are_what_their_bytes_say(bike_box, giulia, davide, amir):
    """Not what they are called; one for a field; given back as they came, and to nobody else."""
    her = Browser(giulia.account)
    case = begin(her)
    path = f"/me/cases/{case['id']}/documents/photo"

    her.hands_in(path, "evil.pdf", b"<script>alert(1)</script>", status=400)
    her.hands_in(path, "large.pdf", PDF + bytes(5 * 2**20), status=400)
    her.hands_in(path, "first.pdf", PDF)
    after = her.hands_in(path, "../../second <b>.pdf", PDF)

    (document,) = after["documents"]
    assert "second _b_.pdf" == document["name"] == after["answers"]["photo"]
    answer = her.client.get(f"/api/v1/me/cases/{case['id']}/files/{document['id']}")
    assert (answer.content, answer["content-type"]) == (PDF, "application/pdf")
    assert answer["content-disposition"].startswith("attachment")
    Browser(amir.account)("GET", f"/me/cases/{case['id']}/files/{document['id']}", status=404)
    Browser(davide)("GET", f"/desk/cases/{case['id']}/files/{document['id']}", status=404)  # a draft is nobody else's
    assert her("DELETE", path)["answers"] == {}
    assert Document.objects.count() == 0


def test_what_costs_money_is_sent_once_it_is_paid(bike_box, giulia, amir):
    """A payment that fails can be tried again; told twice, it is paid once."""
    bike_box(fee_cents=2200)
    her = Browser(giulia.account)
    case = sent(her)
    path = f"/me/cases/{case['id']}"

    def page():
        return her("POST", f"{path}/pay")["url"].split("?")[0].removeprefix("/services/pay/")

    first = page()
    assert case["state"] == "to_pay"
    assert first == page()
    Browser(amir.account)("GET", f"/me/payments/{first}", status=404)
    Browser(amir.account)("POST", f"/me/payments/{first}/sandbox", {"outcome": "paid"}, status=404)
    assert her("POST", f"/me/payments/{first}/sandbox", {"outcome": "failed"})["state"] == "failed"
    assert her("GET", path)["state"] == "to_pay"
    second = page()
    for _ in range(2):
        paid = her("POST", f"/me/payments/{second}/sandbox", {"outcome": "paid"})

    assert (paid["amount_text"], paid["state"]) == ("€22.00", "paid")
    assert her("GET", path)["state"] == "sent"
    assert Payment.objects.filter(state="paid").count() == 1
    assert CaseMove.objects.filter(to="sent").count() == 1


def test_an_answer_that_the_provider_did_not_sign_pays_nothing(bike_box, giulia):
    """Nor one that it signed for another payment."""
    from manto.kernel.errors import BadInput
    from manto.services.commands import end_payment
    from manto.services.payments.sandbox import Sandbox

    bike_box(fee_cents=2200)
    her = Browser(giulia.account)
    case = sent(her)
    her("POST", f"/me/cases/{case['id']}/pay")
    payment = Payment.objects.get()

    for proof in ("paid", Sandbox().answer("another", "paid")):
        with pytest.raises(BadInput):
            end_payment(payment.reference, proof, now=NOW)


def test_a_draft_is_removed_and_what_was_sent_is_withdrawn(bike_box, giulia):
    """The story of what was sent stays."""
    her = Browser(giulia.account)
    draft = begin(her)
    her("DELETE", f"/me/cases/{draft['id']}", status=204)
    case = sent(her)
    her("DELETE", f"/me/cases/{case['id']}", status=204)

    assert [one["state"] for one in her("GET", "/me/cases")] == ["withdrawn"]


def test_whoever_has_begun_stays_on_her_version(bike_box, giulia, amir):
    """Who begins after a new version is live walks through that; an older number is not published."""
    from manto.kernel.errors import BadInput
    from manto.services.commands import journeys

    case = begin(Browser(giulia.account))
    newer = {**JOURNEY, "version": 2, "steps": JOURNEY["steps"][:2]}
    version = journeys.propose_journey(newer, origin="codesign", now=NOW)
    assert version.state == "proposed"
    journeys.publish_journey(version.hash, now=NOW)

    assert case["journey_hash"] == Browser(giulia.account)("GET", f"/me/cases/{case['id']}")["journey_hash"]
    assert version.hash == begin(Browser(amir.account))["journey_hash"]
    with pytest.raises(BadInput, match="not newer"):
        journeys.publish_journey(case["journey_hash"], now=NOW)


def test_everything_is_exported_and_erased(bike_box, giulia, nora):
    """What was for her child, too."""
    her = Browser(giulia.account)
    case = sent(her)
    her("POST", "/me/cases", {"id": str(uuid4()), "service": "bike-box", "subject": str(nora.id)})
    (part,) = [part for part in personal_data.parts() if part.room == "services"]

    exported = part.export(giulia.id)
    part.erase(giulia.id)

    assert {case["id"]} < {row["id"] for row in exported["cases"]}
    assert 0 == Case.objects.count() == CaseMove.objects.count()


def test_the_citys_journeys_are_taken_over_once(db):
    """Each of a service that there is, each live; a second time changes nothing."""
    from django.conf import settings

    first = programs.take_over_journeys(settings.CITY, now=NOW)
    before = sorted(JourneyVersion.objects.values_list("hash", "state"))
    programs.take_over_journeys(settings.CITY, now=NOW)

    assert first >= 1
    assert before == sorted(JourneyVersion.objects.values_list("hash", "state"))
    assert {"published"} == {state for _, state in before}
