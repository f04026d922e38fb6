"""Papers in the city: printed for their holder, checked by a bank, found out when the record has moved on."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.records.conftest import CAR, TITLE, Office
from tests.records.test_titles import LIEN, SOLD, sale

from manto.ledger.bundle import verify_bundle
from manto.ledger.node import open_ledger
from manto.ledger.paper import check_paper, parse_trust, read_codes
from manto.ledger.paper.lists import Standing
from manto.records import node, sheets
from manto.records.api_papers import TrustOut
from manto.records.commands import issuing
from manto.records.commands.status_lists import current_list
from manto.records.credentials.status_list import list_hash
from manto.records.models import Issued, StatusListPage
from manto.records.queries.trust import trust_file
from manto.residents.models import Account

PAGE = "http://localhost:8000/verify"


def text_of(office: Office, record: Any, name: str = "paolo") -> str:
    """Print a paper and give the text of its codes."""
    paper = issuing.print_paper(record.id, office.residents[name], PAGE, office.now)
    return "\n".join([*sheets.code_texts(paper), *sheets.absent_texts(paper)])


def checked(office: Office, text: str) -> list[Any]:
    """Check a paper as a bank does, with what the city publishes at this moment."""
    trust = parse_trust(trust_file("en", office.now))
    return check_paper(read_codes(text.encode()), trust)


def test_a_title_on_paper_says_whose_it_is_and_that_nothing_burdens_it(office: Office) -> None:
    """With the land registry's word for the names, and the ledger's proof for the rest."""
    [title, *absent] = checked(office, text_of(office, office.flat()))

    assert title.is_valid
    assert title.shown == {
        "parcel": TITLE["parcel"],
        "address": TITLE["address"],
        "kind": "flat",
        "area_m2": 94,
        "owners": "Paolo Mancini 1/1",
    }
    assert title.issuer.named("en") == "Land Registry"
    assert title.standing is Standing.VALID
    assert [(one.record.partition("/")[0], one.head) for one in absent] == [
        ("lien", None),
        ("caveat", None),
        ("priority-notice", None),
    ]


def test_a_burden_is_not_said_to_be_absent(office: Office) -> None:
    """A flat with a lien: two proofs of absence in place of three."""
    flat = office.flat()
    office.enter("bruno paolo", office.entry("lien", "issue", LIEN, of=flat))

    [_, *absent] = checked(office, text_of(office, flat))

    assert [one.record.partition("/")[0] for one in absent] == ["caveat", "priority-notice"]


def test_the_sellers_paper_is_no_longer_current_once_the_flat_is_sold(office: Office) -> None:
    """The buyer's is."""
    flat = office.flat()
    before = text_of(office, flat)
    office.enter("chiara ottavio paolo giulia", sale(office, flat))
    deliver(office)
    after = text_of(office, flat, "giulia")

    assert checked(office, before)[0].standing is Standing.INVALID
    assert not checked(office, before)[0].is_valid
    assert checked(office, after)[0].is_valid
    assert checked(office, after)[0].shown["owners"] == SOLD["owners"][0]["name"] + " 1/1"


def deliver(office: Office) -> None:
    """Let the rooms hear what happened."""
    from manto.store.outbox import deliver_due

    while deliver_due(now=office.now):
        pass


def test_a_paper_is_on_hold_with_its_record_and_holds_again(office: Office) -> None:
    """When the insurance lapses and comes back: the same paper, nobody prints anew."""
    car = office.car()
    text = text_of(office, car)
    seen = [checked(office, text)[0].standing]

    for kind in ("suspend", "reinstate"):
        office.enter(
            "mara", office.entry("vehicle", kind, of=car, **({"cause": "uninsured"} if kind == "suspend" else {}))
        )
        deliver(office)
        seen.append(checked(office, text)[0].standing)

    assert seen == [Standing.VALID, Standing.SUSPENDED, Standing.VALID]


def test_the_list_that_a_checker_is_shown_is_the_one_in_the_ledger(office: Office) -> None:
    """Its hash stands there, provably current: the city cannot show one list to one bank and another to the next."""
    text_of(office, office.flat())
    page = current_list(1, office.now)

    raw = Client().get("/status/1/proof").content
    verdict = verify_bundle(raw, node.ledger().policy)

    assert verdict.statement is not None
    assert verdict.statement.content["hash"] == list_hash(page.token)
    assert {one.agency for one in verdict.signers} == {"civil-registrar"}


def test_places_are_drawn_at_random_and_nobody_can_count(office: Office) -> None:
    """Decoys say "ended" where nobody stands; places do not follow each other."""
    flat = office.flat()
    paolo = office.residents["paolo"]
    for _ in range(5):
        issuing.give_place(flat.id, paolo, "wallet", bytes(flat.head), office.now)
    current_list(1, office.now)

    places = [one.place for one in Issued.objects.order_by("made_at")]
    assert len(set(places)) == 5
    assert places != sorted(places) or max(places) - min(places) > 100
    assert len(StatusListPage.objects.get(number=1).decoys) == 400
    assert not {place for place, _ in StatusListPage.objects.get(number=1).decoys} & set(places)


def test_what_is_published_for_checkers_names_nobody(office: Office) -> None:
    """Neither a resident nor a record: it is the same for everybody."""
    flat, car = office.flat(), office.car()
    text_of(office, flat)
    text_of(office, car)

    published = trust_file("en", office.now).decode()

    for secret in ("Paolo", "Mancini", TITLE["parcel"], CAR["plate"], CAR["vin"], flat.name, car.name, str(flat.id)):
        assert secret not in published


@pytest.fixture
def paolo(office: Office) -> Client:
    """Sign Paolo in."""
    client = Client()
    account = Account.objects.get(email="paolo.mancini@example.org")
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_holder_gets_link_square_and_certificate(office: Office, paolo: Client) -> None:
    """All of them from one and the same record; a stranger gets none."""
    flat = office.flat()
    stranger = Client()
    account = Account.objects.get(email="giulia.ferrari@example.org")
    stranger.force_login(account, backend="django.contrib.auth.backends.ModelBackend")

    code = paolo.post(f"/api/v1/me/records/{flat.id}/code")
    told = stranger.get("/api/v1/verify/trust")
    pdf = paolo.post(f"/api/v1/me/records/{flat.id}/certificate", headers={"Accept-Language": "it"})
    refused = [
        stranger.post(f"/api/v1/me/records/{flat.id}/{what}").status_code for what in ("code", "certificate", "wallet")
    ]

    assert checked(office, code.json()["links"][0])[0].is_valid
    assert code.json()["squares"][0].startswith("<svg")
    assert TrustOut.model_validate(told.json()).registers
    assert pdf.content.startswith(b"%PDF-")
    assert [one.is_valid for one in checked(office, pdf.content.decode("latin1"))] == [True] * 4
    assert refused == [404, 404, 404]


def test_my_record_says_how_it_stands_and_what_burdens_it(office: Office, paolo: Client) -> None:
    """Liens: none, proved, also when one was lifted; by rules that all the agencies signed."""
    flat = office.flat()
    [listed] = paolo.get("/api/v1/me/records", headers={"Accept-Language": "en"}).json()["records"]
    shown = paolo.get(f"/api/v1/me/records/{flat.id}", headers={"Accept-Language": "en"}).json()
    lien = office.enter("bruno paolo", office.entry("lien", "issue", LIEN, of=flat))
    burdened = paolo.get(f"/api/v1/me/records/{flat.id}", headers={"Accept-Language": "en"}).json()

    assert (listed["title"], listed["valid"]) == ("E897-45-312-7, Via Corridoni 12", True)
    assert all(one["absent"] for one in shown["burdens"])
    assert shown["agencies"] == 12
    assert [one["label"] for one in shown["face"]][:2] == ["Parcel", "Address"]
    assert len(shown["history"]) == 1
    assert [one["absent"] for one in burdened["burdens"]] == [False, True, True]
    office.enter("bruno", office.entry("lien", "revoke", of=lien))
    lifted = paolo.get(f"/api/v1/me/records/{flat.id}", headers={"Accept-Language": "en"}).json()
    assert [one["absent"] for one in lifted["burdens"]] == [True, True, True]


def test_a_paper_printed_again_is_the_same_paper(office: Office) -> None:
    """It keeps its place in the list; one for another holder, or of a later statement, gets its own."""
    flat = office.flat()
    for _ in range(3):
        text_of(office, flat)

    assert Issued.objects.filter(form="paper").count() == 1


def test_a_process_without_the_ledger_says_the_same_whom_to_trust(office: Office) -> None:
    """As the one that has it wrote down: every process of a city answers a checker."""
    said = trust_file("en", office.now)
    node.close_ledger()
    with open_ledger(node.folder()):
        again = trust_file("en", office.now)

    assert again == said
