"""Guard my records: told at once, stopped within the hours, decided by another; who looked is no secret."""

from __future__ import annotations

from typing import Any

import pytest
from tests.records.conftest import TITLE, Office

from manto.kernel.errors import BadInput, Conflict, NotAllowed
from manto.records import commands, queries
from manto.records.models import Draft
from manto.residents.models import Account, Resident
from manto.store.models import OutboxEvent

SOLD = TITLE | {"owners": [{"name": "Giulia Ferrari", "share": "1/1"}], "tax_clearance": "AE-1"}


@pytest.fixture
def fraud(office: Office) -> Any:
    """Let somebody with a stolen court key file a transfer of Paolo's flat."""
    flat = office.flat()
    draft = office.file("carlo", office.entry("land-title", "transfer", SOLD, of=flat, to="giulia"))
    assert office.sign(draft, "carlo") == "window"
    return draft


def test_a_holder_is_told_the_moment_it_is_filed(office: Office, fraud: Any) -> None:
    """In her inbox and to whoever sends it on, with the hour until which she may object."""
    newest = queries.alerts_of(office.residents["paolo"], "en")[0]

    assert (newest.what, newest.draft, newest.urgent, newest.can_object) == ("filed", fraud, True, True)
    assert "somebody filed 'transfer'" in newest.text
    filed = queries.draft_for_holder(fraud, office.residents["paolo"], "en")
    assert (filed.made_by, filed.checked_by) == ("Court", "")
    assert newest.window_until is not None
    told = OutboxEvent.objects.filter(name="records.holder_alerted", subject=str(office.residents["paolo"]))
    assert told.filter(payload__what="filed").count() == 1


def test_an_objection_freezes_it_past_its_hour(office: Office, fraud: Any) -> None:
    """Neither time nor another signature enters it."""
    commands.object_to_draft(fraud, resident_id=office.residents["paolo"], reason="I sell nothing.", now=office.now)

    office.later(days=10)

    assert Draft.objects.get(id=fraud).state == "frozen"
    assert queries.records_held_by(office.residents["paolo"], "en", office.now)
    with pytest.raises(Conflict):
        office.sign(fraud, "chiara")


def test_without_an_objection_it_is_entered_after_its_hours(office: Office, fraud: Any) -> None:
    """The court's order is the law; silence does not stop it."""
    office.later(hours=71)
    assert Draft.objects.get(id=fraud).state == "window"

    office.later(hours=2)

    assert Draft.objects.get(id=fraud).state == "final"


def test_upheld_it_is_withdrawn_and_kept_as_evidence(office: Office, fraud: Any) -> None:
    """Decided by another than who filed it, with an answer that the holder reads."""
    paolo = office.residents["paolo"]
    objection = commands.object_to_draft(fraud, resident_id=paolo, reason="Not me.", now=office.now)
    decide = {"account_id": office.officers["chiara"], "uphold": True, "now": office.now}
    with pytest.raises(BadInput):
        commands.decide_objection(objection, answer=" ", **decide)

    commands.decide_objection(objection, answer="The order is forged.", **decide)

    draft = Draft.objects.get(id=fraud)
    assert draft.state == "withdrawn"
    assert draft.payloads is not None
    assert draft.signatures.count() == 1
    assert queries.alerts_of(paolo, "en")[0].what == "upheld"


def test_dismissed_it_goes_on(office: Office, fraud: Any) -> None:
    """And is entered when its hours are over."""
    paolo = office.residents["paolo"]
    objection = commands.object_to_draft(fraud, resident_id=paolo, reason="I regret it.", now=office.now)
    commands.decide_objection(
        objection, account_id=office.officers["chiara"], uphold=False, answer="The order stands.", now=office.now
    )

    office.later(hours=73)
    office.sign(fraud, "carlo")

    assert Draft.objects.get(id=fraud).state == "final"


def test_who_filed_it_does_not_decide_on_it(office: Office) -> None:
    """Nor does an officer of another agency."""
    flat = office.flat()
    entry = office.entry("land-title", "transfer", SOLD, of=flat, to="giulia")
    draft = office.file("chiara", entry)
    objection = commands.object_to_draft(draft, resident_id=office.residents["paolo"], reason="No.", now=office.now)

    for officer in ("chiara", "carlo"):
        with pytest.raises(NotAllowed):
            commands.decide_objection(
                objection, account_id=office.officers[officer], uphold=False, answer="Fine.", now=office.now
            )


def test_a_stranger_cannot_stop_anything(office: Office, fraud: Any) -> None:
    """Only who holds it; and she once."""
    with pytest.raises(NotAllowed):
        commands.object_to_draft(fraud, resident_id=office.residents["enzo"], reason="Me too.", now=office.now)
    commands.object_to_draft(fraud, resident_id=office.residents["paolo"], reason="No.", now=office.now)
    with pytest.raises(Conflict):
        commands.object_to_draft(fraud, resident_id=office.residents["paolo"], reason="No!", now=office.now)


def test_a_buyer_is_asked_to_sign(office: Office) -> None:
    """She finds what waits for her, and it is hers to sign and not to object to."""
    flat = office.flat()
    draft = office.file("chiara", office.entry("land-title", "transfer", SOLD, of=flat, to="giulia"))

    [waiting] = queries.drafts_for_holder(office.residents["giulia"], "en")

    assert (waiting.id, waiting.you) == (draft, ["sign"])
    assert [(need.who, need.have) for need in waiting.needs] == [
        ("land.registrar", 0), ("notary", 0), ("holders", 0), ("new-holders", 0),
    ]  # fmt: skip


def test_an_officers_look_is_read_by_the_holder(office: Office, client: Any) -> None:
    """No reason, no look; with one, a line before anything is shown."""
    flat = office.flat()
    client.force_login(_account(office, "chiara"), backend="django.contrib.auth.backends.ModelBackend")
    address = f"/api/v1/desk/registers/records/{flat.id}"
    assert client.get(address, {"reason": "why"}).status_code == 400
    assert queries.looks_at(flat.id, "en") == []

    shown = client.get(address, {"reason": "Sale to Giulia Ferrari"}).json()

    assert shown["record"]["title"] == "E897-45-312-7, Via Corridoni 12"
    assert {step["kind"] for step in shown["steps"]} >= {"transfer", "amend", "suspend", "dispute"}
    [look] = queries.looks_at(flat.id, "en")
    assert (look.who, look.role, look.reason) == ("Chiara", "registrar", "Sale to Giulia Ferrari")


def _account(office: Office, name: str) -> Any:
    return Account.objects.get(id=office.officers[name])


def test_the_whole_sale_over_http(office: Office, client: Any) -> None:
    """Found by a word, drawn up, signed by four, entered: as the desk and the phones do it."""
    flat = office.flat()

    def sign_in(account: Any) -> None:
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")

    sign_in(_account(office, "chiara"))
    found = client.get("/api/v1/desk/registers/records", {"q": "e897-45-312-7"}).json()
    assert [one["id"] for one in found] == [str(flat.id)]
    entry = {
        "type": "land-title",
        "kind": "transfer",
        "record": str(flat.id),
        "fields": SOLD,
        "holders": [{"resident": str(office.residents["giulia"])}],
    }
    body = {"entries": [entry], "reason": "Sale, deed 4418", "law": "Civil Code, article 2643"}
    draft = client.post("/api/v1/desk/registers/drafts", body, content_type="application/json").json()
    assert draft["state"] == "signing"
    assert [one["name"] for one in draft["entries"][0]["was"]] == ["owners"]
    path = f"/api/v1/desk/registers/drafts/{draft['id']}/sign"
    assert client.post(path, {}, content_type="application/json").json()["state"] == "signing"
    sign_in(_account(office, "ottavio"))
    waiting = client.get("/api/v1/desk/registers/waiting").json()
    assert [one["subject"] for one in waiting] == [draft["id"]]
    client.post(path, {}, content_type="application/json")
    for name in ("paolo", "giulia"):
        sign_in(Resident.objects.get(id=office.residents[name]).account)
        mine = client.post(f"/api/v1/me/guard/drafts/{draft['id']}/sign", {}, content_type="application/json").json()

    assert mine["state"] == "final"
    assert queries.holds(office.residents["giulia"], flat.id)
