"""A parking permit is added as a folder alone, and lives from the desk's form to the bank's check, over HTTP."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pypdfium2 as pdfium
import pytest
import yaml
import zxingcpp
from django.test import Client
from tests.records.conftest import Office
from tests.records.test_issuing import deliver
from tests.records.test_persons import DEATH
from tests.records.test_types import PERMIT, PERMIT_SCHEMA
from tests.records.wallet import Wallet
from typer.testing import CliRunner

from manto.ledger.bundle.program import app
from manto.records import held_here
from manto.records.founding import found_register
from manto.records.models import Body, Record, Task
from manto.residents.models import Account

SAYS = {"plate": "FP317KM", "zone": "C", "valid_until": "2027-06-01"}


@pytest.fixture
def with_permits(office: Office, settings: Any, tmp_path: Path) -> Office:
    """Add two files and an agency to the city's folder, and start the city again."""
    folder = tmp_path / "city"
    kind = folder / "records" / "types" / "parking-permit"
    kind.mkdir(parents=True)
    (kind / "type.yaml").write_text(PERMIT)
    (kind / "schema.json").write_text(json.dumps(PERMIT_SCHEMA))
    city = yaml.safe_load((settings.CITY.folder / "records.yaml").read_text())
    names = {"en": "Traffic Office", "it": "Ufficio mobilità"}
    extra = {"agencies": {"traffic-office": {"name": names, "roles": ["traffic.officer"]}}, "records": []}
    (folder / "records.yaml").write_text(yaml.safe_dump(city | extra))
    settings.CITY = replace(settings.CITY, folder=folder)
    found_register(office.now)
    office.appoint(("teo", "traffic-office", ()))
    return office


class SignedIn:
    """Somebody at a browser."""

    def __init__(self, email: str) -> None:
        self.client = Client(headers={"Accept-Language": "it"})
        self.client.force_login(Account.objects.get(email=email), backend="django.contrib.auth.backends.ModelBackend")

    def get(self, path: str) -> Any:
        """Ask."""
        return self.client.get(f"/api/v1{path}").json()

    def post(self, path: str, **body: Any) -> Any:
        """Do; give JSON, or the bytes of a file."""
        answer = self.client.post(f"/api/v1{path}", body, content_type="application/json")
        assert answer.status_code == 200, answer.content
        return answer.json() if "json" in answer["Content-Type"] else answer.content


def enter_at_the_desk(teo: SignedIn, holder: UUID) -> None:
    """Fill the form in that the desk shows for the kind, and sign."""
    [kind] = [one for one in teo.get("/desk/registers/types")["types"] if one["id"] == "parking-permit"]
    assert (kind["name"], kind["may_enter"]) == ("Permesso di sosta", True)
    assert [(one["name"], one["label"]) for one in kind["fields"]] == [
        ("plate", "Targa"), ("zone", "Zona"), ("valid_until", "Fino al"),
    ]  # fmt: skip
    entry = {"type": "parking-permit", "kind": "issue", "fields": SAYS, "holders": [{"resident": str(holder)}]}
    draft = teo.post("/desk/registers/drafts", entries=[entry], reason="Asked for", law="City rules")
    assert teo.post(f"/desk/registers/drafts/{draft['id']}/sign")["state"] == "final"


def told_by_the_program(paper: bytes, folder: Path) -> tuple[int, str]:
    """Have a bank's program read the square on the printed page, with what the city publishes now."""
    (folder / "trust.json").write_bytes(Client().get("/api/v1/verify/trust").content)
    page = pdfium.PdfDocument(paper)[0].render(scale=200 / 72, grayscale=True)
    [square] = zxingcpp.read_barcodes(page.to_numpy())
    answer = CliRunner().invoke(app, [square.text, "--policy", str(folder / "trust.json")])
    return answer.exit_code, answer.output


def test_an_eighth_type_lives_from_the_desk_to_the_banks_check(with_permits: Office, tmp_path: Path) -> None:
    """The desk's form, the wallet, a credential, a paper that a bank's program checks; a death ends all of it."""
    office, wallet = with_permits, Wallet()
    enter_at_the_desk(SignedIn("teo@example.org"), office.residents["enzo"])
    enzo = SignedIn("enzo.marchetti@example.org")

    [held] = enzo.get("/me/records")["records"]
    offer = enzo.post(f"/me/records/{held['id']}/wallet")
    status, _ = wallet.accept(offer["link"], offer["number"], int(office.now.timestamp()))
    paper = enzo.post(f"/me/records/{held['id']}/certificate")
    told = told_by_the_program(paper, tmp_path)

    assert (held["type_name"], held["title"], held["status_text"]) == ("Permesso di sosta", "FP317KM, C", "Valido")
    assert (status, len(wallet.held)) == (200, 1)
    assert "Permesso di sosta" in pdfium.PdfDocument(paper)[0].get_textpage().get_text_bounded()
    assert told[0] == 0
    assert told[1].startswith("parking-permit/")
    words = {one["id"]: one for one in Client().get("/api/v1/verify/trust").json()["registers"]}
    assert set(words["parking-permit"]["fields"]) == set(SAYS)
    office.enter("dora anna", office.entry("death-certificate", "issue", DEATH, to="enzo"))
    office.later(minutes=1)
    deliver(office)
    code, said = told_by_the_program(paper, tmp_path)
    assert code == 1
    assert "no longer current" in said


def test_an_eighth_type_follows_others_and_comes_back(with_permits: Office) -> None:
    """Ended by a death, restored exactly with it, and destroyed when its holder leaves, as its retention allows."""
    office = with_permits
    permit = office.enter("teo", office.entry("parking-permit", "issue", SAYS, to="enzo"))
    certificate = office.enter("dora anna", office.entry("death-certificate", "issue", DEATH, to="enzo"))
    office.later(minutes=1)
    ended = Record.objects.get(id=permit.id)

    office.enter("anna berta", office.entry("death-certificate", "annul", of=certificate, cause="mistake"))
    office.later(minutes=1)

    back = Record.objects.get(id=permit.id)
    assert [(one.status, one.cause) for one in (ended, back)] == [("revoked", "death"), ("active", "")]
    assert Task.objects.filter(record=permit, state="done").count() == 2
    held_here.erase(office.residents["enzo"])
    assert not Body.objects.filter(record=permit.name, erased_at=None).exists()
