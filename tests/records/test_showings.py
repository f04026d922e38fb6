"""A holder shows what an officer asks, from her wallet and no more of it; whatever else comes is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from joserfc.jwk import ECKey
from tests.records.conftest import Office, at_s, offer
from tests.records.test_issuing import deliver
from tests.records.test_titles import sale
from tests.records.wallet import Wallet

from manto.kernel.errors import NotFound
from manto.records import queries
from manto.records.commands import showings
from manto.residents.models import Account


def ask(office: Office, *claims: str, register: str = "land-title") -> tuple[Any, str]:
    return showings.ask_wallet(
        register, claims or ("parcel", "owners"), "To open a file", account_id=office.officers["chiara"], now=office.now
    )


@pytest.fixture
def holding(office: Office, flat: Any, wallet: Wallet) -> Wallet:
    """Give a wallet that holds Paolo's title."""
    assert wallet.accept(*offer(office, flat), at_s(office))[0] == 200
    return wallet


def test_a_holder_shows_what_an_officer_asks_and_no_more(office: Office, holding: Wallet) -> None:
    """The question is signed; the answer goes straight to the city; the officer reads it."""
    asked, link = ask(office)

    status, _ = holding.show(holding.question(link), at_s(office))
    row, shown = showings.read_showing(asked, office.officers["chiara"], office.now)

    assert status == 200
    assert shown == {"parcel": "E897-45-312-7", "owners": "Paolo Mancini 1/1"}
    assert [(one.label, one.text) for one in queries.fields_in_words("land-title", shown or {}, "en")] == [
        ("Parcel", "E897-45-312-7"),
        ("Owners and shares", "Paolo Mancini 1/1"),
    ]
    assert b"Paolo" not in bytes(row.shown)
    with pytest.raises(NotFound):
        showings.read_showing(asked, office.officers["mara"], office.now)


def test_an_answer_that_is_not_the_holders_or_not_to_this_question_is_refused(office: Office, holding: Wallet) -> None:
    """Each closes its question: nobody tries until one fits."""
    refused = []
    for changes in (
        {"nonce": "another"},
        {"aud": "x509_hash:another"},
        {"iat": at_s(office) - 400},
        {"key": ECKey.generate_key("P-256")},
        {"sd_hash": "x"},
    ):
        asked, link = ask(office)
        refused.append(holding.show(holding.question(link), at_s(office), **changes)[0])
        assert showings.read_showing(asked, office.officers["chiara"], office.now)[0].refused
        with pytest.raises(NotFound):
            showings.request_object(asked, office.now)

    assert refused == [400] * 5


def test_an_answer_comes_once_and_in_time(office: Office, holding: Wallet) -> None:
    """A replayed state, an unknown one, and one that is over."""
    question = holding.question(ask(office)[1])
    first = holding.show(question, at_s(office))[0]
    replayed = holding.show(question, at_s(office))[0]
    unknown = holding.show(question | {"state": "x"}, at_s(office))[0]
    late = holding.question(ask(office)[1])
    office.clock.advance(showings.LASTS)

    assert [first, replayed, unknown, holding.show(late, at_s(office))[0]] == [200, 400, 400, 400]


def test_a_credential_of_what_was_sold_is_refused_when_it_is_shown(office: Office, flat: Any, holding: Wallet) -> None:
    """Its place in the status list says so."""
    office.enter("chiara ottavio paolo giulia", sale(office, flat))
    deliver(office)
    asked, link = ask(office)

    status, _ = holding.show(holding.question(link), at_s(office))

    assert status == 400
    assert told_to_officer(office, asked, "it").startswith("Quello che il portafoglio mostra non vale più")


def test_a_wallet_may_say_no(office: Office, holding: Wallet) -> None:
    """And the officer sees that it did."""
    asked, link = ask(office)
    question = holding.question(link)

    status, _ = holding.post("/openid/response", form={"error": "access_denied", "state": question["state"]})

    assert status == 200
    assert told_to_officer(office, asked, "en") == "The holder chose not to show it."


def told_to_officer(office: Office, asked: Any, language: str) -> str:
    """Read at the desk, over HTTP, why nothing was shown."""
    officer = Client()
    officer.force_login(
        Account.objects.get(id=office.officers["chiara"]), backend="django.contrib.auth.backends.ModelBackend"
    )
    answer = officer.get(f"/api/v1/desk/showings/{asked}", headers={"Accept-Language": language}).json()
    assert answer["state"] == "refused"
    return str(answer["refused"])


def test_another_kind_of_credential_or_too_little_is_refused(office: Office, holding: Wallet) -> None:
    """What was asked for is what must come."""
    other = holding.question(ask(office, "plate", register="vehicle")[1])
    few = holding.question(ask(office)[1])
    few["dcql_query"]["credentials"][0]["claims"].pop()

    assert holding.show(other, at_s(office))[0] == 400
    assert holding.show(few, at_s(office))[0] == 400
