"""The staff's desks over HTTP: each role its own, and every look recorded."""

import json
from datetime import date

import pytest
from django.contrib import admin
from tests.residents.conftest import CIVIL, NOW

from manto.residents import commands
from manto.residents.models import Account, Contest, Lookup, Search
from manto.residents.roles import Role

API = "/api/v1"
REASON = "She called about her letter"


def desk_of(client, account):
    """Sign a member of staff in."""
    client.force_login(account)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def decide(client, contest, **body):
    """Send a decision."""
    answer = client.post(
        f"{API}/desk/contests/{contest.id}/decide", data=json.dumps(body), content_type="application/json"
    )
    return answer.status_code, answer.json()


@pytest.fixture
def contest(giulia):
    """Give a contest of a street that is wrong."""
    fact = giulia.facts.get(name="home.street")
    return commands.contest_fact(fact.id, resident_id=giulia.id, reason="I moved to Via Volta in May", now=NOW)


@pytest.mark.parametrize("role", Role)
def test_each_role_finds_its_own_menu(client, db, role):
    """Every role has a desk with its name, its role in words and a menu."""
    account = Account.objects.create_user(f"{role}@example.org", name="Somebody", role=role)

    desk = desk_of(client, account).get(f"{API}/desk").json()

    assert ("Somebody", role.value) == (desk["name"], desk["role"])
    assert [page["id"] for page in desk["menu"][0]["pages"]] == ["queue"]


def test_a_contest_waits_on_the_registrars_desk_alone(client, contest, chiara, davide):
    """The registrar sees what is due, without the resident's name; a case officer does not."""
    queue = desk_of(client, chiara).get(f"{API}/desk").json()["queue"]

    assert [(item["title"], item["due"]) for item in queue] == [("Street: a resident says it is wrong", "2026-07-09")]
    assert "Ferrari" not in json.dumps(queue)
    assert desk_of(client, davide).get(f"{API}/desk").json()["queue"] == []
    assert client.get(f"{API}/desk/contests").status_code == 403


def test_a_search_is_recorded_and_so_is_each_look(client, giulia, davide):
    """Who is found reads that she was found and why; the auditor reads that there was a search."""
    desk = desk_of(client, davide)

    found = desk.get(f"{API}/desk/residents", {"q": "giu ferr", "reason": REASON}).json()

    assert [(row["name"], row["birth_text"]) for row in found] == [("Giulia Ferrari", "3 February 1995")]
    assert [line.reason for line in Lookup.objects.filter(resident=giulia)] == [REASON]
    assert list(Search.objects.values_list("reason", "found")) == [(REASON, 1)]


@pytest.mark.parametrize(("query", "reason"), [("gi", REASON), ("giulia", "why not"), ("", REASON)])
def test_a_search_needs_letters_and_a_reason(client, giulia, davide, query, reason):
    """Two letters or no reason find nobody and leave nothing."""
    answer = desk_of(client, davide).get(f"{API}/desk/residents", {"q": query, "reason": reason})

    assert answer.status_code == 400
    assert (Lookup.objects.count(), Search.objects.count()) == (0, 0)


def test_a_search_that_finds_nobody_is_recorded_too(client, davide):
    """The auditor sees searches that found nobody."""
    found = desk_of(client, davide).get(f"{API}/desk/residents", {"q": "nobody", "reason": REASON}).json()

    assert (found, Search.objects.filter(found=0).count()) == ([], 1)


def test_a_wildcard_is_a_letter(client, giulia, davide):
    """A per cent sign does not list the whole city."""
    assert desk_of(client, davide).get(f"{API}/desk/residents", {"q": "%%%", "reason": REASON}).json() == []


def test_a_former_name_finds_nobody(client, giulia, davide):
    """A name that was corrected no longer finds her."""
    wrong = giulia.facts.get(name="person.given_name")
    commands.correct_fact(wrong.id, "Julia", source=CIVIL, now=NOW)
    desk = desk_of(client, davide)

    assert desk.get(f"{API}/desk/residents", {"q": "giulia", "reason": REASON}).json() == []
    assert len(desk.get(f"{API}/desk/residents", {"q": "julia", "reason": REASON}).json()) == 1


def test_the_desk_shows_a_resident_for_a_reason(client, giulia, davide):
    """Name, facts by group and how often anybody looked, this look included."""
    shown = desk_of(client, davide).get(f"{API}/desk/residents/{giulia.id}", {"reason": REASON}).json()

    assert (shown["name"], shown["lookups"]) == ("Giulia Ferrari", 1)
    assert [group["id"] for group in shown["groups"]] == ["person", "home"]


def test_a_registrar_amends_what_was_wrong(client, giulia, contest, chiara):
    """The fact becomes what the registrar decided, the wrong value stays in the history, and the look is recorded."""
    desk = desk_of(client, chiara)
    before = desk.get(f"{API}/desk/contests/{contest.id}").json()

    status, after = decide(
        desk, contest, decision="amend", value="Via Volta", reason="The police confirmed it", legal_basis="DPR 223/1989"
    )

    assert (before["fact"]["value_text"], before["resident"]["name"]) == ("Via Grossi", "Giulia Ferrari")
    assert (status, after["state"]) == (200, "amended")
    assert [row["value_text"] for row in after["history"]] == ["Via Volta", "Via Grossi"]
    assert "To decide on what you contested: Street" in {line.reason for line in Lookup.objects.all()}


def test_who_was_right_reads_the_answer_beside_what_is_true_now(client, giulia, contest, chiara):
    """The new value stands with her words, the registrar's reason and the law."""
    decision = {"value": "Via Volta", "reason": "The police confirmed it", "legal_basis": "DPR 223/1989"}
    decide(desk_of(client, chiara), contest, decision="amend", **decision)

    facts = desk_of(client, giulia.account).get(f"{API}/me/facts").json()["groups"][1]["facts"]

    street = next(fact for fact in facts if fact["name"] == "home.street")
    assert (street["value_text"], street["contested"]["state"]) == ("Via Volta", "amended")
    assert "The police confirmed it" in street["contested"]["text"]


def test_a_registrar_keeps_what_was_right(client, giulia, contest, chiara):
    """The fact stays, and the resident reads why and by which law."""
    decide(desk_of(client, chiara), contest, decision="keep", reason="You still live there", legal_basis="DPR 223/1989")

    facts = desk_of(client, giulia.account).get(f"{API}/me/facts").json()["groups"][1]["facts"]
    street = next(fact for fact in facts if fact["name"] == "home.street")
    assert (street["value_text"], street["contested"]["state"]) == ("Via Grossi", "kept")
    assert street["contested"]["text"] == "The registrar kept it: You still live there (DPR 223/1989)"


@pytest.mark.parametrize(
    "body",
    [
        {"decision": "amend", "value": "Via Volta", "reason": "", "legal_basis": "DPR 223/1989"},
        {"decision": "amend", "value": "Via Volta", "reason": "The police confirmed it", "legal_basis": ""},
        {"decision": "amend", "value": None, "reason": "The police confirmed it", "legal_basis": "DPR 223/1989"},
        {"decision": "amend", "value": 7, "reason": "The police confirmed it", "legal_basis": "DPR 223/1989"},
    ],
)
def test_a_decision_needs_reason_law_and_value(client, contest, chiara, body):
    """Anything less is refused and changes nothing."""
    status, _ = decide(desk_of(client, chiara), contest, **body)

    assert (status, Contest.objects.get().state) == (400, "open")


def test_a_decision_is_final(client, contest, chiara):
    """A decided contest cannot be decided again."""
    said = {"decision": "keep", "reason": "You still live there", "legal_basis": "DPR 223/1989"}
    decide(desk_of(client, chiara), contest, **said)

    assert decide(client, contest, **said)[0] == 409


def test_a_contest_without_its_consent_shows_no_value(client, giulia, chiara):
    """When she withdraws the consent, the registrar no longer sees the fact that she contested."""
    commands.grant_consent(giulia.id, "tailoring", now=NOW)
    fact = commands.record_fact(
        giulia.id, "access.kerb_cm_max", 4, source=commands.OWN_WORD, valid_from=date(2026, 1, 1), now=NOW
    )
    contest = commands.contest_fact(fact.id, resident_id=giulia.id, reason="It is six centimetres", now=NOW)
    commands.withdraw_consent(giulia.id, "tailoring", now=NOW)

    shown = desk_of(client, chiara).get(f"{API}/desk/contests/{contest.id}").json()

    assert (shown["fact"], shown["history"]) == (None, [])


def test_the_auditor_counts_looks_and_sees_no_value(client, giulia, davide, db):
    """Who, why, at how many residents; never a value, never a resident's name."""
    desk_of(client, davide).get(f"{API}/desk/residents", {"q": "giulia", "reason": REASON})
    irene = Account.objects.create_user("irene@example.org", name="Irene", role=Role.AUDITOR)

    rows = desk_of(client, irene).get(f"{API}/desk/lookups", {"who": "davi"}).json()

    assert {("look", "Davide", 1), ("search", "Davide", 1)} == {
        (row["kind"], row["who"], row["residents"]) for row in rows
    }
    assert [word for word in ("Giulia", "Ferrari", "Via Grossi") if word in json.dumps(rows)] == []


def test_the_auditor_sees_what_happened_and_never_about_whom(client, giulia):
    """Events come the latest first, a hundred at a time, without their subject."""
    for _ in range(51):
        commands.grant_consent(giulia.id, "research", now=NOW)
        commands.withdraw_consent(giulia.id, "research", now=NOW)
    irene = Account.objects.create_user("irene@example.org", name="Irene", role=Role.AUDITOR)
    desk = desk_of(client, irene)

    first = desk.get(f"{API}/desk/events").json()
    rest = desk.get(f"{API}/desk/events", {"cursor": first["next_cursor"]}).json()

    assert (first["items"][0]["name"], len(first["items"])) == ("residents.consent_withdrawn", 100)
    assert (rest["items"][-1]["name"], rest["next_cursor"]) == ("residents.resident_registered", None)
    assert str(giulia.id) not in json.dumps([first, rest])


def test_coverage_hides_the_few(client, giulia, db):
    """What is known of fewer than five residents is not counted."""
    for number in range(5):
        other = commands.register_resident(now=NOW)
        commands.record_fact(
            other.id, "home.street", f"Via {number}", source=CIVIL, valid_from=date(2026, 1, 1), now=NOW
        )
    elena = Account.objects.create_user("elena@example.org", name="Elena", role=Role.SERVICE_DESIGNER)

    rows = {row["name"]: row for row in desk_of(client, elena).get(f"{API}/desk/coverage").json()}

    assert tuple(rows["home.street"][key] for key in ("residents", "share_pct", "sources")) == (6, 100.0, ["register"])
    assert tuple(rows["person.birth"][key] for key in ("residents", "share_pct", "hidden")) == (None, None, True)
    assert tuple(rows["vehicle.count"][key] for key in ("residents", "hidden")) == (0, False)


def test_the_administrator_lists_staff_and_no_residents(client, giulia, chiara, davide):
    """The list holds those with a role."""
    alberto = Account.objects.create_user("alberto@example.org", name="Alberto", role=Role.ADMINISTRATOR)

    listed = desk_of(client, alberto).get(f"{API}/desk/staff").json()

    assert [row["name"] for row in listed] == ["Alberto", "Chiara", "Davide"]


def test_the_admin_shows_staff_accounts_and_nothing_of_residents(client, giulia, chiara):
    """In Django's admin an administrator finds the staff; residents' accounts, addresses and facts are not there."""
    alberto = Account.objects.create_user("alberto@example.org", name="Alberto", role=Role.ADMINISTRATOR)
    desk = desk_of(client, alberto)

    page = desk.get("/admin/residents/account/").content.decode()

    assert "chiara@example.org" in page
    assert "giulia@example.org" not in page
    assert desk.get(f"/admin/residents/account/{giulia.account.id}/change/").status_code == 302
    shown = {model._meta.label for model in admin.site._registry}
    assert {"residents.Account"} == {label for label in shown if label.split(".")[0] in OF_RESIDENTS}


OF_RESIDENTS = {"residents", "account", "mfa", "socialaccount", "auth"}


def test_an_administrator_opens_a_desk(client, db):
    """A new member of staff gets an account with a role and no password."""
    alberto = Account.objects.create_user("alberto@example.org", name="Alberto", role=Role.ADMINISTRATOR)
    form = {"name": "Nadia", "email": "nadia@example.org", "role": "editor", "language": "it", "is_active": "on"}

    desk_of(client, alberto).post("/admin/residents/account/add/", form)

    nadia = Account.objects.get(email="nadia@example.org")
    assert (nadia.role, nadia.has_usable_password()) == (Role.EDITOR, False)
