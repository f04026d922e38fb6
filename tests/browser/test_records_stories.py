"""The registers' stories in a real browser: a sale, a fraud stopped, a death undone, a correction, a division, a wallet asked."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser
from tests.browser.conftest import City, phone, screen
from tests.browser.drivers import Visitor

REASON = "The resident is at the counter and asks"
Opened = Callable[[str], AbstractContextManager[Visitor]]


@pytest.fixture
def desk(browser: Browser, city: City) -> Opened:
    """Give an officer's screen, she having stepped in."""

    def opened(persona: str) -> AbstractContextManager[Visitor]:
        return _entered(screen(browser, city), persona)

    return opened


@pytest.fixture
def home(browser: Browser, city: City) -> Opened:
    """Give a resident's phone, she having stepped in."""

    def opened(persona: str) -> AbstractContextManager[Visitor]:
        return _entered(phone(browser, city), persona)

    return opened


class _entered:  # noqa: N801 - reads as what it is
    """A visitor who has stepped into a persona."""

    def __init__(self, visitor: AbstractContextManager[Visitor], persona: str) -> None:
        self._visitor, self._persona = visitor, persona

    def __enter__(self) -> Visitor:
        return self._visitor.__enter__().enters_as(self._persona)

    def __exit__(self, *error: Any) -> bool | None:
        return self._visitor.__exit__(*error)


def gives_reason(officer: Visitor) -> Visitor:
    """Say why one looks, as the desk asks first."""
    officer.page.get_by_label("Reason", exact=True).select_option(label=REASON)
    return officer.presses("Go on")


def finds(officer: Visitor, words: str, title: str) -> Visitor:
    """Find a record and open it."""
    gives_reason(officer.opens("/desk/records")).fills("Find a record", words).presses("Find")
    return officer.follows_first_of(title)


def puts_her_name(officer: Visitor) -> Visitor:
    """Press the button that signs, and not the one that signs out."""
    officer.page.get_by_role("button", name="Sign", exact=True).click()
    return officer


def chooses_resident(officer: Visitor, name: str, resident: str) -> Visitor:
    """Choose one of several of the same name: the one meant."""
    path = f"/api/v1/desk/residents?q={name.replace(' ', '+')}&reason={REASON.replace(' ', '+')}"
    place = [one["id"] for one in officer.asks(path)].index(resident)
    officer.page.get_by_role("button", name=f"Choose {name}").nth(place).click()
    return officer


def signs(officer: Visitor, waits: str) -> Visitor:
    """Sign what waits in the queue."""
    officer.opens("/desk").follows_first_of(waits)
    if officer.page.get_by_role("link", name="Open", exact=True).count():
        officer.follows("Open")
    return puts_her_name(officer)


def sends(visitor: Visitor, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    """Call the city as the app does, with the token of its own page."""
    return visitor.page.evaluate(
        """async ([method, path, body]) => {
            const token = document.cookie.match(/csrftoken=([^;]+)/)?.[1] ?? ''
            const answer = await fetch(path, {method, headers: {'Content-Type': 'application/json', 'X-CSRFToken': token},
                                              body: body === null ? undefined : JSON.stringify(body)})
            return {status: answer.status, body: await answer.json().catch(() => null)}
        }""",
        [method, path, body],
    )


def signs_at_home(resident: Visitor, kind: str) -> dict[str, Any]:
    """Agree to what waits for a resident's signature."""
    drafts = resident.asks("/api/v1/me/guard/drafts")
    [draft] = [one for one in drafts if one["kind"] == kind and "sign" in one["you"]]
    answer = sends(resident, "POST", f"/api/v1/me/guard/drafts/{draft['id']}/sign")
    assert answer["status"] == 200, answer
    return dict(answer["body"])


def test_a_flat_is_sold_with_four_signatures(desk: Opened, home: Opened) -> None:
    """Chiara draws it up and signs, the notary signs at the same desk, Paolo and Giulia agree on their phones."""
    with home("Giulia") as giulia:
        buyer = giulia.asks("/api/v1/me")["id"]
    with desk("Chiara") as chiara:
        finds(chiara, "E897-45-312-7", "E897-45-312-7").sees("In force since").sees("Entered").meets_no_barrier()
        chiara.presses("Transfer").fills("Name 1", "Giulia Ferrari").fills("Tax clearance", "AE-2026-118")
        chiara.fills("Find a resident by name", "Giulia Ferrari")
        chiara.page.get_by_role("group", name="Who is to hold it").get_by_role("button", name="Find").click()
        chooses_resident(chiara, "Giulia Ferrari", buyer).fills("Reason", "Sale, deed 4418").fills(
            "Legal basis", "Civil Code 2643"
        )
        chiara.presses("Send for signing").sees("Waits for signatures").meets_no_barrier()
        puts_her_name(chiara).sees("land registrar: signed").meets_no_barrier()
    with desk("Ottavia") as ottavia:
        signs(ottavia, "Transfer: land title").sees("notary: signed")
    with home("Paolo") as paolo:
        assert signs_at_home(paolo, "transfer")["state"] == "signing"
    with home("Giulia") as giulia:
        assert signs_at_home(giulia, "transfer")["state"] == "final"
        alerts = giulia.asks("/api/v1/me/guard/alerts")
        assert any("E897-45-312-7" in one["text"] and one["what"] == "entered" for one in alerts)
    with desk("Chiara") as chiara:
        finds(chiara, "E897-45-312-7", "E897-45-312-7").sees("Giulia Ferrari").sees("Changed hands")
        chiara.sees("Notaries").has_no_sideways_scroll()


def test_a_fraud_is_stopped_by_its_alert(desk: Opened, home: Opened) -> None:
    """Somebody files a transfer of Enzo's flat; he is told at once and stops it; Chiara decides, the evidence stays."""
    with desk("Carla") as carla:
        finds(carla, "E897-51-77-2", "E897-51-77-2")
        carla.presses("Put on hold").fills("Reason", "Order 12/26").fills("Legal basis", "Code of Civil Procedure 670")
        record = carla.page.url.rsplit("/", 1)[-1]
        entry = {"type": "land-title", "kind": "dispute", "record": record}
        draft = sends(
            carla,
            "POST",
            "/api/v1/desk/registers/drafts",
            {"entries": [entry], "reason": "Order 12/26", "law": "Code of Civil Procedure 670"},
        )["body"]
        assert draft["state"] == "signing"
    with home("Enzo Marchetti") as enzo:
        [alert] = [one for one in enzo.asks("/api/v1/me/guard/alerts") if one["can_object"]]
        assert "somebody filed" in alert["text"]
        enzo.opens("/records").sees("Filed about your records").meets_no_barrier()
        enzo.page.locator(f"a[href='/records/filed/{alert['draft']}']").click()
        enzo.sees("Why it was filed: Order 12/26").meets_no_barrier().has_no_sideways_scroll()
        enzo.presses("I did not agree: stop it").presses("Stop it now").sees("A sentence will do.")
        enzo.fills("Why do you stop it?", "I know nothing of this.").meets_no_barrier()
        enzo.presses("Stop it now").sees("Nothing of it is entered until").meets_no_barrier()
        assert not any(one["can_object"] for one in enzo.asks("/api/v1/me/guard/alerts"))
    with desk("Chiara") as chiara:
        chiara.opens("/desk").follows_first_of("A holder objected")
        if chiara.page.get_by_role("link", name="Open", exact=True).count():
            chiara.follows("Open")
        chiara.sees("Frozen by an objection").sees("I know nothing of this.").meets_no_barrier()
        chiara.fills("Your answer", "The order does not exist; the police were told.")
        chiara.presses("Uphold").sees("Withdrawn").meets_no_barrier()
    with home("Enzo Marchetti") as enzo:
        assert any(one["what"] == "upheld" for one in enzo.asks("/api/v1/me/guard/alerts"))


def standing(resident: Visitor) -> dict[str, str]:
    """Say how a resident's records stand, by type."""
    held = resident.asks("/api/v1/me/export")["rooms"]["records"]["records"]
    return {one["name"].split("/")[0]: one["status"] for one in held if one["until"] is None}


def test_enzo_is_alive(desk: Opened, home: Opened, city: City) -> None:
    """Declared dead by mistake: what follows follows; annulled by two officers, everything is exactly as it was."""
    with home("Enzo Marchetti") as enzo:
        before = standing(enzo)
        assert before["passport"] == "active"
        me = enzo.asks("/api/v1/me")["id"]
    with desk("Chiara") as chiara:
        gives_reason(chiara.opens("/desk/records/new/death-certificate"))
        chiara.fills("Surname", "Marchetti").fills("Given names", "Enzo")
        born = next(one for one in enzo_facts(chiara, me) if one["name"] == "person.birth")["value"]
        chiara.fills("Born on", born).fills("Died on", "2026-01-02")
        chiara.page.get_by_label("Manner").select_option(label="natural")
        chiara.fills("Find a resident by name", "Enzo Marchetti")
        chiara.page.get_by_role("group", name="Who is to hold it").get_by_role("button", name="Find").click()
        chooses_resident(chiara, "Enzo Marchetti", me).fills("Reason", "Hospital's notice").fills(
            "Legal basis", "D.P.R. 396/2000"
        )
        puts_her_name(chiara.presses("Send for signing")).sees("civil registrar: signed")
    with desk("Livia") as livia:
        signs(livia, "Enter: death certificate").sees("Everybody has signed")
    with home("Enzo Marchetti") as enzo:
        expect_standing(enzo, {"passport": "revoked", "voter": "revoked", "land-title": "suspended"})
    with desk("Chiara") as chiara:
        finds(chiara, "Marchetti", "Marchetti, Enzo")
        chiara.page.get_by_role("link").filter(has_text="Death certificate").first.click()
        chiara.presses("Declare void")
        chiara.page.get_by_label("Cause").select_option(label="The person is alive.")
        chiara.fills("Reason", "He came to the counter").fills("Legal basis", "D.P.R. 396/2000, art. 95")
        puts_her_name(chiara.presses("Send for signing")).sees("1 of 2")
    with desk("Davide") as davide:
        signs(davide, "Declare void: death certificate").sees("Everybody has signed")
    with home("Enzo Marchetti") as enzo:
        expect_standing(enzo, {name: before[name] for name in ("passport", "voter", "land-title")})
        restored = [one for one in enzo.asks("/api/v1/me/guard/alerts") if one["what"] == "restored"]
        assert {one["register"] if "register" in one else one["type"] for one in restored} >= {"passport", "voter"}
        assert "We are sorry" in json.dumps(restored)


def enzo_facts(officer: Visitor, resident: str) -> list[dict[str, Any]]:
    """Read what the civil register says, as the desk does."""
    shown = officer.asks(f"/api/v1/desk/residents/{resident}?reason=Hospital+notice+of+death")
    return [fact for group in shown["groups"] for fact in group["facts"]]


def expect_standing(resident: Visitor, wanted: dict[str, str]) -> None:
    """Wait until a resident's records stand so: what follows is done within seconds here."""
    for _ in range(60):
        now = standing(resident)
        if {name: now.get(name) for name in wanted} == wanted:
            return
        resident.page.wait_for_timeout(500)
    assert {name: now.get(name) for name in wanted} == wanted


def test_a_policy_ends_and_comes_back(desk: Opened, home: Opened) -> None:
    """The insurer suspends Giulia's policy: "insured today?" says no; reinstated, it says yes again."""
    with desk("Ivano") as ivano:
        gives_reason(ivano.opens("/desk/records")).fills("Find a record", "VIR-2219907").presses("Find")
        ivano.follows_first_of("VIR-2219907").sees("Insured since").meets_no_barrier()
        assert ivano.asks("/api/v1/registers/insurance/stands?thing=GB204LX")["answer"] is True
        ivano.presses("Put on hold").fills("Reason", "Premium not paid").fills("Legal basis", "Civil Code 1901")
        ivano.page.get_by_label("Cause").select_option(label="The premium was not paid.")
        puts_her_name(ivano.presses("Send for signing")).sees("It is entered and final.")
        assert ivano.asks("/api/v1/registers/insurance/stands?thing=GB204LX")["answer"] is False
        with home("Giulia") as giulia:
            giulia.opens("/records").sees("Not insured now").sees("The premium was not paid.").meets_no_barrier()
        ivano.follows("Open the record").presses("Bring back").fills("Reason", "Premium paid")
        puts_her_name(ivano.fills("Legal basis", "Civil Code 1901").presses("Send for signing"))
        ivano.sees("It is entered and final.")
        assert ivano.asks("/api/v1/registers/insurance/stands?thing=GB204LX")["answer"] is True
    with home("Giulia") as giulia:
        told = [one["what"] for one in giulia.asks("/api/v1/me/guard/alerts")]
        assert {"filed", "stopped", "entered"} <= set(told)


def beside_the_queue(officer: Visitor, waits: str) -> Visitor:
    """Open what waits, where it lies: beside the queue."""
    return officer.opens("/desk").follows_first_of(waits).sees("Drawn up by")


def test_a_title_is_corrected_and_divided(desk: Opened, home: Opened) -> None:
    """With reason and law; parts that lose something are refused; the owner agrees and keeps what was his."""
    with desk("Chiara") as chiara:
        finds(chiara, "E897-51-77-2", "E897-51-77-2").presses("Correct")
        chiara.fills("Address", "Via Trento 8/A").presses("Send for signing").sees("Fill this in.").meets_no_barrier()
        chiara.fills("Reason", "The number was misread").fills("Legal basis", "Civil Code 2668")
        puts_her_name(chiara.presses("Send for signing").sees("Via Trento 8/A")).sees("1 of 2")
    with desk("Davide") as davide:
        puts_her_name(beside_the_queue(davide, "Correct: land title").meets_no_barrier()).sees(
            "It is entered and final."
        )
    with desk("Chiara") as chiara:
        finds(chiara, "E897-51-77-2", "E897-51-77-2").sees("Corrected").sees("The number was misread · Civil Code 2668")
        chiara.presses("Divide").sees("Until now: 71 m²").sees("Enzo Marchetti 1/1")
        for number, area in ((1, "40"), (2, "30")):
            part = chiara.page.get_by_role("group", name=f"Part {number}")
            part.get_by_label("Parcel").fill(f"E897-51-77-{number}0")
            part.get_by_label("Address").fill("Via Trento 8/A")
            part.get_by_label("What it is").select_option(label="flat")
            part.get_by_label("Area").fill(area)
        chiara.fills("Reason", "Survey 12/26").fills("Legal basis", "Civil Code 846")
        chiara.presses("Send to a colleague").sees("1 m² is missing").meets_no_barrier()
        part.get_by_label("Area").fill("31")
        chiara.sees("nothing is lost").presses("Send to a colleague").sees("Waits for a second pair of eyes")
    with desk("Davide") as davide:
        beside_the_queue(davide, "Divide: land title").sees("E897-51-77-20").presses("Pass it on").sees(
            "Waits for signatures"
        )
    with home("Enzo Marchetti") as enzo:
        assert signs_at_home(enzo, "split")["state"] == "signing"
    with desk("Chiara") as chiara:
        puts_her_name(beside_the_queue(chiara, "Divide: land title")).sees("It is entered and final.")
        finds(chiara, "E897-51-77-20", "E897-51-77-20").sees("In force since").sees("Made from")


def test_a_wallet_is_asked_at_the_counter(desk: Opened) -> None:
    """Only what is needed, and for what; the wallet fetches the question, and its holder says no."""
    with desk("Chiara") as chiara:
        chiara.opens("/desk/showings").presses("Ask").sees("Fill this in.")
        chiara.page.get_by_label("Which kind of record").select_option(label="Passport")
        chiara.presses("Ask").sees("Tick at least one.").meets_no_barrier()
        chiara.page.get_by_label("Number").check()
        chiara.fills("What for", "Handing over a key")
        with chiara.page.expect_response(lambda answer: answer.url.endswith("/desk/showings")) as asked:
            chiara.presses("Ask")
        chiara.sees("Waiting for the wallet").meets_no_barrier()
        [where] = parse_qs(urlsplit(asked.value.json()["link"]).query)["request_uri"]
        signed = chiara.page.request.get(where).text().split(".")[1]
        question = json.loads(urlsafe_b64decode(signed + "=" * (-len(signed) % 4)))
        form = {"error": "access_denied", "state": question["state"]}
        assert chiara.page.request.post(question["response_uri"], form=form).ok
        chiara.sees("Not shown").sees("The holder chose not to show it.").meets_no_barrier()
