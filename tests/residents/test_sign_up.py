"""Signing up and in by a code in the mail, and what is left of it after erasure."""

import json
import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from manto.residents.models import Account, Resident, Session

pytestmark = pytest.mark.django_db
ADDRESS = "somebody.new@example.org"


def send(client, path, **body):
    """Send JSON and give the answer."""
    return client.post(path, data=json.dumps(body), content_type="application/json").json()


def code_in_mail():
    """Read the code from the latest mail."""
    return re.search(r"^([A-Z0-9]{4}-?[A-Z0-9]{4})$", mail.outbox[-1].body, re.MULTILINE)[1]


@pytest.fixture
def signed_up(client):
    """Give a browser in which somebody has just signed up."""
    send(client, "/_allauth/browser/v1/auth/signup", email=ADDRESS)
    send(client, "/_allauth/browser/v1/auth/email/verify", key=code_in_mail())
    return client


def test_who_signs_up_is_a_resident_of_whom_nothing_is_known(signed_up):
    """An account, a resident, no facts; until a register tells her name she is called by her address."""
    session = signed_up.get("/api/v1/session").json()

    assert tuple(session[key] for key in ("signed_in", "resident", "role", "name")) == (True, True, None, ADDRESS)
    assert signed_up.get("/api/v1/me/facts").json() == {"groups": []}


def test_she_signs_in_again_by_a_code(signed_up):
    """A second time a code in the mail is enough, and it is the same resident."""
    signed_up.post("/api/v1/session/leave")
    send(signed_up, "/_allauth/browser/v1/auth/code/request", email=ADDRESS)
    send(signed_up, "/_allauth/browser/v1/auth/code/confirm", code=code_in_mail())

    assert signed_up.get("/api/v1/session").json()["resident"]
    assert Resident.objects.count() == 1


def test_a_sign_in_that_was_begun_elsewhere_is_erased_too(signed_up):
    """A browser that has asked for a code holds her address in its session; erasure ends that session as well."""
    elsewhere = Client()
    send(elsewhere, "/_allauth/browser/v1/auth/code/request", email=ADDRESS)
    before = Session.objects.filter(account_id=None).count()

    send(signed_up, "/api/v1/me/erase", confirm="ERASE")

    held = [str(session.get_decoded()) for session in Session.objects.all()]
    assert before == 1
    assert [text for text in held if ADDRESS in text] == []
    assert (Account.objects.count(), Resident.objects.count(), EmailAddress.objects.count()) == (0, 0, 0)
