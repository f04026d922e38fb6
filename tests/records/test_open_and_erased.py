"""What everybody may read, and what nobody may any more."""

from __future__ import annotations

import csv
import io
import json
import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.records.conftest import POLICY, Office

from manto.kernel.errors import NotAllowed
from manto.ledger.bundle import verify_bundle
from manto.records import commands, held_here, node, queries
from manto.records.commands import drafts, issuing, wallets
from manto.records.models import Body, Holder, Issued, Record, WalletCode, WalletToken
from manto.records.reference import types
from manto.residents import personal_data

LICENCE = {
    "number": "MN-2026-0118",
    "business": "Forno Rossi",
    "activity": "bakery",
    "premises": "Via Broletto 21",
    "premises_use": "commercial",
    "director": "Paolo Mancini",
    "valid_until": "2031-06-30",
}


def licence(office: Office, who: str = "paolo", director: str = "Paolo Mancini") -> Any:
    subject = drafts.name_for(types()["business-licence"], LICENCE, None, None).partition("/")[2]
    says = POLICY | {"covers": "premises", "object": "Via Broletto 21"}
    office.enter("ines", office.entry("insurance", "issue", says, to=who, subject=subject))
    of = LICENCE | {"director": director}
    return office.enter(f"livia {who}", office.entry("business-licence", "issue", of, to=who))


def test_the_licences_are_open_with_a_proof_for_each_row(office: Office, client: Any) -> None:
    """As JSON and CSV, by nobody in particular; the proof shows the open fields and no others."""
    held = licence(office)

    listed = client.get("/api/v1/registers/business-licence/open.json").json()
    [row] = listed["rows"]
    assert (row["business"], row["status"], row["premises"]) == ("Forno Rossi", "active", "Via Broletto 21")
    assert "director" not in row
    [line] = csv.DictReader(io.StringIO(client.get("/api/v1/registers/business-licence/open.csv").content.decode()))
    assert line["number"] == "MN-2026-0118"
    path = row["proof"][row["proof"].index("/api/") :]
    verdict = verify_bundle(client.get(path).content, node.ledger().policy)
    assert verdict.record == held.name
    assert set(verdict.shown) == {"number", "business", "activity", "premises", "valid_until"}


@pytest.mark.parametrize("register", ["passport", "voter", "land-title", "nothing"])
def test_no_other_register_is_open(office: Office, client: Any, register: str) -> None:
    """Whatever is asked for."""
    office.flat()

    assert client.get(f"/api/v1/registers/{register}/open.json").status_code == 404
    assert client.get(f"/api/v1/registers/{register}/open.csv").status_code == 404
    flat = Record.objects.get()
    assert client.get(f"/api/v1/registers/business-licence/{flat.id}/proof").status_code == 404


def test_anybody_may_ask_whether_a_parcel_is_entered(office: Office, client: Any) -> None:
    """By its own name: what it is and how large, with a proof that shows the same; neither persons nor a price, and no list."""
    flat = office.flat()
    ask = lambda register, thing: client.get(f"/api/v1/registers/{register}/entry", {"thing": thing})  # noqa: E731

    entry = ask("land-title", "E897-45-312-7").json()["entry"]
    verdict = verify_bundle(client.get(entry["proof"][entry["proof"].index("/api/") :]).content, node.ledger().policy)

    assert {name: entry[name] for name in ("parcel", "kind", "area_m2", "status")} == {
        "parcel": "E897-45-312-7", "kind": "flat", "area_m2": 94, "status": "active",
    }  # fmt: skip
    assert "Mancini" not in str(entry)
    assert (verdict.record, set(verdict.shown)) == (flat.name, {"parcel", "kind", "area_m2"})
    assert ask("land-title", "E897-0-0-0").json()["entry"] is None
    assert [ask(one, "x").status_code for one in ("vehicle", "passport", "nothing")] == [404] * 3


def test_only_insurance_answers_with_one_bit(office: Office, client: Any) -> None:
    """And says nothing else."""
    office.car()

    asked = client.get("/api/v1/registers/insurance/stands", {"thing": "ga123bc"}).json()

    assert set(asked) == {"answer", "as_of"}
    assert asked["answer"] is True
    assert client.get("/api/v1/registers/voter/stands", {"thing": "mancini"}).status_code == 403


def test_what_the_law_keeps_is_not_erased(office: Office) -> None:
    """Neither on request nor by its own agency."""
    flat = office.flat()

    with pytest.raises(NotAllowed, match="The law keeps"):
        commands.erase_record(flat.id, account_id=office.officers["chiara"], now=office.now)
    with pytest.raises(NotAllowed, match="Only the agency"):
        commands.erase_record(flat.id, account_id=office.officers["ines"], now=office.now)


def test_an_erased_policy_leaves_a_receipt_and_an_intact_log(office: Office, tmp_path: Path) -> None:
    """Key, salts and body are gone; the receipt is in the ledger; the whole ledger replays."""
    office.car()
    policy = Record.objects.get(register="insurance")

    receipt = commands.erase_record(policy.id, account_id=office.officers["ines"], now=office.now)

    assert Body.objects.filter(record=policy.name).count() == 0
    view = queries.record_view(policy.id, "en", office.now)
    assert (view.erased, view.fields, view.status) == (True, [], "active")
    verdict = verify_bundle(queries.absence_bundle(receipt), node.ledger().policy)
    assert verdict.statement is not None
    assert verdict.statement.content == {"statements": [bytes(policy.head)], "custodians": ["insurers"]}
    assert not policy.words.exists()
    assert node.ledger().replay().state.map.root == node.ledger().state.map.root


def test_a_record_goes_when_its_time_is_over(office: Office) -> None:
    """Ten years after a car was scrapped."""
    car = office.car()
    office.enter("mara", office.entry("vehicle", "revoke", of=car, cause="scrapped"))
    with pytest.raises(NotAllowed):
        commands.erase_record(car.id, account_id=office.officers["mara"], now=office.now)

    later = office.now + timedelta(days=3661)

    with pytest.raises(NotAllowed):  # the officer's key has run out by then, too
        commands.erase_record(car.id, account_id=office.officers["mara"], now=later)


def test_a_resident_who_leaves_takes_what_may_go(office: Office) -> None:
    """Her policy is destroyed with a receipt, her title stays and names her no more; she had all of it in her export."""
    office.car()
    flat = office.flat()
    paolo = office.residents["paolo"]
    exported = json.dumps(personal_data.export_everything(paolo, now=office.now))
    for word in ("VR-2026-0417", "E897-45-312-7", "ZFA31200000512345", "Via Corridoni 12"):
        assert word in exported

    held_here.erase(paolo)
    office.later(seconds=1)

    assert not Holder.objects.filter(resident=paolo).exists()
    assert not Holder.objects.exclude(seed=None).exists()
    assert Body.objects.filter(record__startswith="insurance/").count() == 0
    assert queries.record_view(flat.id, "en", office.now).fields
    receipts = [one for one in _statements() if one.register == "erasure"]
    assert len(receipts) == 1


def test_papers_and_wallets_are_exported_and_name_nobody_afterwards(office: Office) -> None:
    """What was given out keeps its place in its list, for who holds the paper; whose it was is forgotten."""
    flat, paolo = office.flat(), office.residents["paolo"]
    issuing.print_paper(flat.id, paolo, "https://city.example/verify", office.now)
    wallets.offer_to_wallet(flat.id, paolo, office.now)
    exported = personal_data.export_everything(paolo, now=office.now)["rooms"]["records"]
    assert [(one["form"], one["record"]) for one in exported["papers"]] == [("paper", flat.name)]

    held_here.erase(paolo)

    assert [one.resident_id for one in Issued.objects.all()] == [None]
    assert (WalletCode.objects.count(), WalletToken.objects.count()) == (0, 0)


def _statements() -> list[Any]:
    return [one.statement for block in node.ledger().blocks() for one in block.statements]


CANARIES = ("Canaryfamily", "E897-CANARY-1", "Via Canarina 9", "ZZCANARY9", "CANARYPOLICY", "canary of an officer")


def everything_public(row: Any) -> dict[str, bytes]:
    """Fetch, as a stranger, whatever the registers show to strangers."""
    addresses = ["verify/trust", "registers/business-licence/open.json", "registers/business-licence/open.csv"]
    addresses += [f"registers/business-licence/{row.id}/proof", "registers/insurance/stands?thing=ZZCANARY9"]
    paths = [f"/api/v1/{one}" for one in (*addresses, "openapi.json")]
    paths += [f"/.well-known/{one}" for one in ("openid-credential-issuer", "oauth-authorization-server")]
    paths += ["/.well-known/jwt-vc-issuer", "/status/1", "/status/1/proof", "/metrics"]
    paths += [f"/types/{name}" for name in types()]
    public = node.folder() / "public"
    paths += [f"/ledger/{path.relative_to(public)}" for path in public.rglob("*") if path.is_file()]
    stranger = Client()
    return {path: stranger.get(path).content for path in [*paths, "/ledger/policy"]}


def test_nothing_public_says_anything_about_anybody(office: Office, settings: Any, caplog: Any) -> None:
    """No tile, list, proof, description, row or line of the program's log: read byte by byte, also what nodes share."""
    caplog.set_level(logging.DEBUG)
    office.resident("Carla", "Canaryfamily")
    owner = [{"name": "Carla Canaryfamily", "share": "1/1"}]
    says = {"parcel": "E897-CANARY-1", "address": "Via Canarina 9", "kind": "flat", "area_m2": 55, "owners": owner}
    office.enter("chiara", office.entry("land-title", "issue", says, to="carla", reason="canary of an officer"))
    subject = drafts.name_for(types()["vehicle"], {"vin": "ZZCANARY9"}, None, None).partition("/")[2]
    policy = POLICY | {"policy": "CANARYPOLICY", "object": "ZZCANARY9", "policyholder": "Carla Canaryfamily"}
    office.enter("ines", office.entry("insurance", "issue", policy, to="carla", subject=subject))
    hers_by_law = licence(office, "carla", "Carla Canaryfamily")
    issuing.print_paper(hers_by_law.id, office.residents["carla"], "https://city.example/verify", office.now)

    ledger = settings.HOME / "records" / "ledger"
    read = {path: path.read_bytes() for path in ledger.rglob("*") if path.is_file()}
    public = everything_public(hers_by_law)
    assert all(public.values())
    assert bytes(hers_by_law.head).hex().encode() in public["/api/v1/registers/business-licence/open.json"]
    assert caplog.records
    read |= {Path(path): content for path, content in public.items()} | {Path("log"): caplog.text.encode()}
    assert any(path.name == "checkpoint" for path in read)
    assert any(path.name == "statements.db" for path in read)
    hers = [str(office.residents["carla"]), office.residents["carla"].hex]
    for word in [*CANARIES, *hers]:
        for path, content in read.items():
            assert word.encode() not in content, (word, path.name)
    assert office.residents["carla"].bytes not in b"".join(read.values())
    opened = queries.record_view(Record.objects.get(register="land-title").id, "en", office.now)
    assert any("Canaryfamily" in field.text for field in opened.fields)


def test_one_person_is_called_differently_in_each_register(office: Office) -> None:
    """Nobody links a voter to a passport by their names in the ledger, or by a key."""
    from tests.records.test_persons import PASSPORT, VOTER

    office.enter("silvia", office.entry("voter", "issue", VOTER, to="enzo"))
    office.enter("piero rosa", office.entry("passport", "issue", PASSPORT, to="enzo"))
    office.flat()
    office.car()

    subjects = [
        name.partition("/")[2]
        for name in Record.objects.exclude(register__in=("insurance", "inspection")).values_list("name", flat=True)
    ]
    keys = [key for one in _statements() for key in one.holders]

    assert len(subjects) == len(set(subjects)) == 4
    assert len(keys) == len(set(keys)) == 2
