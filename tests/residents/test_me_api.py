"""A resident's own pages over HTTP."""

import json
from datetime import date

import pytest
from tests.residents.conftest import CIVIL, NOW

from manto.residents import commands, queries
from manto.residents.receipts import verify_receipt

API = "/api/v1"


@pytest.fixture
def her(client, giulia, settings):
    """Give a browser in which she is signed in."""
    settings.LANGUAGE_CODE = "en"
    client.force_login(giulia.account)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def send(client, method, path, **body):
    """Send JSON and give the answer's status and content."""
    answer = getattr(client, method)(API + path, data=json.dumps(body), content_type="application/json")
    return answer.status_code, answer.json()


def facts(client, query=""):
    """Give the facts of the page by name."""
    groups = client.get(f"{API}/me/facts{query}").json()["groups"]
    return {fact["name"]: fact for group in groups for fact in group["facts"]}


def test_she_sees_who_she_is_here(her, giulia):
    """Her name, her household and the child for whom she acts."""
    nora = commands.register_resident(now=NOW)
    commands.record_fact(nora.id, "person.given_name", "Nora", source=CIVIL, valid_from=date(2026, 5, 28), now=NOW)
    commands.form_household([(giulia.id, "head"), (nora.id, "child")], since=date(2026, 5, 28))
    commands.appoint_guardian(nora.id, giulia.id, proof="birth certificate 2026/112", since=date(2026, 5, 28))

    me = her.get(f"{API}/me").json()

    assert me["name"] == "Giulia Ferrari"
    assert me["household"]["members"] == [{"name": "Nora", "relation": "child"}]
    assert [{"id": str(nora.id), "name": "Nora"}] == me["acting_for"]
    assert {"person.given_name"} == set(facts(her, f"?of={nora.id}"))


def test_she_reads_each_fact_with_its_source_and_ground(her):
    """A fact is told in words: value, origin, law, retention."""
    fact = facts(her)["person.birth"]

    assert (fact["label"], fact["value_text"]) == ("Date of birth", "3 February 1995")
    assert fact["source_text"] == "From the civil register, since 12 March 2019"
    assert fact["basis_text"].startswith("The law lets the city keep this: Decree 396")


def test_the_same_in_italian(her):
    """The page is Italian for those who read Italian."""
    her.defaults["HTTP_ACCEPT_LANGUAGE"] = "it"

    fact = facts(her)["person.birth"]

    assert (fact["value_text"], fact["source_text"]) == ("3 febbraio 1995", "Dall'anagrafe, dal 12 marzo 2019")


def test_nobody_reads_a_strangers_facts(her, db):
    """Asking for somebody else's facts is refused."""
    stranger = commands.register_resident(now=NOW)

    assert her.get(f"{API}/me/facts?of={stranger.id}").status_code == 403


def test_who_is_signed_out_is_asked_to_sign_in(client, db):
    """Every page of hers answers 401 when nobody is signed in."""
    for path in ("/me", "/me/facts", "/me/lookups", "/me/consents", "/me/export"):
        assert client.get(API + path).status_code == 401


def test_she_contests_a_fact_and_sees_it(her):
    """A contested fact says so, until when the answer is due, and cannot be contested twice."""
    birth = facts(her)["person.birth"]["id"]

    status, said = send(her, "post", f"/me/facts/{birth}/contest", reason="I was born on the 4th")
    again, problem = send(her, "post", f"/me/facts/{birth}/contest", reason="I was born on the 4th")

    assert (status, said["state"], again) == (200, "open", 409)
    assert "contested this already" in problem["detail"]
    assert facts(her)["person.birth"]["contested"]["state"] == "open"


def test_she_acts_for_her_child(her, giulia):
    """A guardian contests, agrees and sees who looked for her child, and for no other."""
    nora, stranger = (commands.register_resident(now=NOW) for _ in range(2))
    commands.appoint_guardian(nora.id, giulia.id, proof="birth certificate 2026/112", since=date(2026, 5, 28))
    born = date(2026, 5, 28)
    commands.record_fact(nora.id, "person.birth", born, source=CIVIL, valid_from=born, now=NOW)
    fact = commands.record_fact(nora.id, "home.street", "Via X", source=CIVIL, valid_from=born, now=NOW)

    contested, _ = send(her, "post", f"/me/facts/{fact.id}/contest?of={nora.id}", reason="We live in Via Grossi")
    agreed, _ = send(her, "put", f"/me/consents/health_plan?of={nora.id}", granted=True)
    strange, _ = send(her, "put", f"/me/consents/health_plan?of={stranger.id}", granted=True)

    assert (contested, agreed, strange) == (200, 200, 403)
    assert {"health_plan"} == queries.live_purposes(nora.id)
    assert set() == queries.live_purposes(giulia.id) | queries.live_purposes(stranger.id)
    assert her.get(f"{API}/me/lookups?of={stranger.id}").status_code == 403


def test_she_cannot_contest_for_others(her):
    """A fact of somebody else does not exist for her."""
    stranger = commands.register_resident(now=NOW)
    fact = commands.record_fact(stranger.id, "home.street", "x", source=CIVIL, valid_from=date(2026, 1, 1), now=NOW)

    status, _ = send(her, "post", f"/me/facts/{fact.id}/contest", reason="This is not true at all")

    assert status == 404


def test_she_sees_who_looked_page_by_page(her, giulia, davide):
    """Looks come the latest first, fifty at a time."""
    for number in range(52):
        queries.read_facts(giulia.id, ["home.street"], queries.Officer(davide.id), f"Reason number {number}", NOW)

    first = her.get(f"{API}/me/lookups").json()
    rest = her.get(f"{API}/me/lookups?cursor={first['next_cursor']}").json()

    assert (first["items"][0]["reason"], len(first["items"])) == ("Reason number 51", 50)
    assert (
        [item["reason"] for item in rest["items"]],
        rest["next_cursor"],
    ) == (["Reason number 1", "Reason number 0"], None)


def test_she_agrees_and_takes_it_back(her):
    """Each answer brings a receipt that anyone can check with the public key."""
    key = her.get(f"{API}/receipt-key").json()["public_key"]

    _, yes = send(her, "put", "/me/consents/tailoring", granted=True)
    _, no = send(her, "put", "/me/consents/tailoring", granted=False)

    assert (yes["granted"], no["granted"]) == (True, False)
    assert verify_receipt(no["receipt"], key)["event"] == "withdrawn"
    assert no["receipt"] == her.get(API + "/me/consents/tailoring/receipt").json()


def test_an_unknown_purpose_is_a_bad_request(her):
    """A purpose that does not exist is refused with the nearest."""
    status, problem = send(her, "put", "/me/consents/tailorin", granted=True)

    assert (status, problem["next_step"]) == (400, "Did you mean 'tailoring'?")


def test_she_chooses_her_language(her):
    """Her choice is remembered; a language that the city does not speak is refused."""
    assert send(her, "patch", "/me", language="it")[1]["language"] == "it"
    assert send(her, "patch", "/me", language="tlh")[0] == 400


def test_she_takes_everything_with_her(her, giulia, davide):
    """The export holds facts with history, consents, looks and the sign-in, as one file."""
    queries.read_facts(giulia.id, ["home.street"], queries.Officer(davide.id), "To answer her letter", NOW)
    commands.grant_consent(giulia.id, "research", now=NOW)

    answer = her.get(f"{API}/me/export")
    held = answer.json()["rooms"]["residents"]

    assert answer["Content-Disposition"] == 'attachment; filename="mantova-everything-about-me.json"'
    assert {"Giulia", "Ferrari", "1995-02-03", "Via Grossi"} == {fact["value"] for fact in held["facts"]}
    assert held["sign_in"]["account"]["email"] == "giulia@example.org"
    assert [line["reason"] for line in held["who_looked"]] == ["To answer her letter"]
    assert [consent["purpose"] for consent in held["consents"]] == ["research"]
    assert "password" not in held["sign_in"]["account"]


def test_she_is_erased_only_if_she_means_it(her, giulia):
    """Without the word nothing happens; with it she is gone and signed out."""
    status, _ = send(her, "post", "/me/erase", confirm="yes")
    still_there = her.get(f"{API}/me").status_code
    _, erased = send(her, "post", "/me/erase", confirm="ERASE")

    assert (status, still_there, her.get(f"{API}/me").status_code) == (400, 200, 401)
    assert {"receipt", "salt"} == set(erased)
    assert str(giulia.id) not in json.dumps(erased)


def test_the_session_greets_her_by_name(her, client):
    """The session says who is signed in and sets the token that writes need."""
    answer = her.get(f"{API}/session")

    assert tuple(answer.json()[key] for key in ("name", "resident", "role")) == ("Giulia Ferrari", True, None)
    assert "csrftoken" in answer.cookies
    assert not send(her, "post", "/session/leave")[1]["signed_in"]


def test_a_child_is_told_who_can_agree_for_it(her, giulia):
    """Her own yes is refused in her language, with who can."""
    born = date(2014, 2, 3)
    commands.record_fact(giulia.id, "person.birth", born, source=CIVIL, valid_from=date(2019, 3, 12), now=NOW)
    her.defaults["HTTP_ACCEPT_LANGUAGE"] = "it"

    status, problem = send(her, "put", "/me/consents/tailoring", granted=True)

    assert (status, queries.live_purposes(giulia.id)) == (403, set())
    assert "Sotto i 14 anni" in str(problem)
    assert "Un genitore" in str(problem)
