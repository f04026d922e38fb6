"""Every service of the city, from the first tap to the decision: nothing is only described."""

from datetime import date
from uuid import uuid4

import pytest
from tests.services.conftest import live, somebody
from tests.services.test_cases import PDF, Browser

from manto.residents import commands as residents
from manto.services.reference import services

BY_TYPE = {
    "text": "Via Roma 1",
    "long_text": "As it is.",
    "yes_no": True,
    "attest": True,
    "date": "2026-09-01",
    "integer": 1,
    "money": 1200000,
    "email": "ada@example.org",
    "phone": "+39 340 0000101",
}
TOWN_HALL = ("residence-change", "waste-tax", "identity-card")


@pytest.fixture
def family(db, clock):
    """Give a mother of whom the city knows little, and her child."""
    mother = somebody("ada@example.org", {"person.given_name": "Ada", "person.birth": date(1990, 3, 4)})
    child = somebody("", {"person.given_name": "Leo", "person.birth": date(2024, 3, 4)}, account=False)
    residents.appoint_guardian(child.id, mother.id, proof="birth record", since=date(2024, 3, 4))
    return mother, child


def answer_for(field):
    """Give an answer that a field takes."""
    if field["type"] == "choice":
        return field["options"][0]["value"]
    value = BY_TYPE[field["type"]]
    if field["type"] in ("integer", "money"):
        return max(min(value, field.get("max", value)), field.get("min", 0))
    return value


def walks(browser, case):
    """Answer whatever is asked, step by step, as the phone does; gives the case when nothing is asked any more."""
    path = f"/me/cases/{case['id']}"
    for _ in range(20):
        step = next((one for one in case["journey"]["steps"] if one["id"] == case["next_step"]), None)
        if step is None:
            return case
        for field in step["fields"]:
            if field["type"] == "file":
                browser.hands_in(f"{path}/documents/{field['id']}", "paper.pdf", PDF)
        answers = {field["id"]: answer_for(field) for field in step["fields"] if field["type"] != "file"}
        case = browser("PATCH", f"{path}/answers", {"answers": {**answers, "@seen": [step["id"]]}})
    raise AssertionError(f"{case['service']} asks for ever: {case['next_step']}")


@pytest.mark.parametrize("service", sorted(services()))
def test_a_service_goes_from_the_first_tap_to_a_decision(family, davide, service):
    """Asked, answered, paid where it costs, sent; then granted by the rule, or by a person with reason and law."""
    mother, child = family
    live(service)
    browser, desk = Browser(mother.account), Browser(davide)
    subject = {"subject": str(child.id)} if services()[service].for_child else {}

    case = walks(browser, browser("POST", "/me/cases", {"id": str(uuid4()), "service": service, **subject}))
    case = browser("POST", f"/me/cases/{case['id']}/send")
    if case["state"] == "to_pay":
        reference = browser("POST", f"/me/cases/{case['id']}/pay")["url"].partition("?")[0].rsplit("/", 1)[1]
        browser("POST", f"/me/payments/{reference}/sandbox", {"outcome": "paid"})
        case = browser("GET", f"/me/cases/{case['id']}")
    if case["state"] == "sent":
        decision = {"decision": "granted", "reason": "Every condition holds.", "law": services()[service].law["en"]}
        assert desk("GET", f"/desk/cases/{case['id']}")["law"]
        desk("POST", f"/desk/cases/{case['id']}/decide", decision)

    ended = browser("GET", f"/me/cases/{case['id']}")
    assert ended["state"] == "granted"
    assert ended["moves"][0]["law"]
    assert ended["moves"][0]["by"] in ("officer", "machine")


def test_the_town_hall_is_there():
    """Residence, waste tax and identity card are services of the city."""
    assert set(TOWN_HALL) <= set(services())
